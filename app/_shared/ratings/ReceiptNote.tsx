import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice, NumberGroups } from "@/app/_ui/Notice";
import { PageHeading } from "@/app/_ui/Page";

/** The one time that the code of a rating without a name is told. */
export function ReceiptNote({ receipt, children }: { receipt: string; children: ReactNode }) {
  const t = useTranslations("ratings");
  const plain = receipt.replaceAll("-", "");
  return (
    <FocusOnArrival className="flex flex-col gap-8">
      <PageHeading title={t("thanks.title")} lead={t("receipt.lead")} />
      <div className="rounded-card border-2 border-accent p-6">
        <p>
          <span className="block text-muted">{t("receipt.label")}</span>
          <span aria-hidden="true" data-read-aloud="skip"><NumberGroups value={plain} every={4} className="text-h2 font-bold" /></span>
          <span className="sr-only">{[...plain].join(" ")}</span>
        </p>
      </div>
      <Notice title={t("receipt.keep")}>{t("receipt.why")}</Notice>
      {children}
    </FocusOnArrival>
  );
}

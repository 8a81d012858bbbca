"use client";

import { useTranslations } from "next-intl";
import { formatTime } from "@/app/_i18n/format";
import { RefusalNotice } from "@/app/_shared/applications/RefusalNotice";
import type { QueueStatus } from "@/app/_shared/forms/saveQueue";
import { refusalIn } from "@/app/_trpc/browser";
import { Button } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";

/** Whether what is typed has arrived; calm where the network is away, because nothing is lost. */
export function SaveBanner({ status, savedAt, retry }: { status: QueueStatus; savedAt: string; retry: () => void }) {
  const t = useTranslations("counter.save");
  const refusal = status.state === "refused" ? refusalIn(status.error) : undefined;
  return (
    <div data-save={status.state} className="sticky top-0 z-2 flex flex-col gap-2 bg-page py-1">
      <div role="status">
        {status.state === "offline"
          ? <Notice tone="warning" title={t("offline")} actions={<Button onClick={retry}>{t("now")}</Button>}>{t("offlineText")}</Notice>
          : <p className="text-hint text-muted">{status.state === "saving" ? t("saving") : t("saved", { time: formatTime(status.at ?? savedAt) })}</p>}
      </div>
      {status.state === "refused" && <RefusalNotice refusal={refusal ?? { code: "requests.failed", params: {} }} />}
    </div>
  );
}

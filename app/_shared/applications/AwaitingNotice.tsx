import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import type { Draft } from "./types";

/** Where a draft stands between a delegate and the principal: handed over, or sent back with a word. */
export function AwaitingNotice({ draft: { id, filing, awaiting }, confirmsHere = false }: { draft: Draft; confirmsHere?: boolean }) {
  const t = useTranslations("apply.awaiting");
  const locale = useLocale();
  if (awaiting.word) return <Notice tone="warning" title={t(filing === "file" ? "returnedByYou" : "returned")}><p className="whitespace-pre-line">{awaiting.word}</p></Notice>;
  if (!awaiting.since) return null;
  const at = formatInstant(awaiting.since, locale);
  if (filing !== "file") return <Notice tone="success" title={t("handedOver")}><p>{t("handedOverText", { at })}</p></Notice>;
  return (
    <Notice tone="warning" title={t("confirm", { name: awaiting.by ?? "" })} actions={!confirmsHere && <ButtonLink href={`/apply/${id}/check`} look="primary">{t("toConfirm")}</ButtonLink>}>
      <p>{t("confirmText", { at })}</p>
    </Notice>
  );
}

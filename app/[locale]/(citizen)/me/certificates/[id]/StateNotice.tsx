import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDayShort, formatInstant } from "@/app/_i18n/format";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";

type Certificate = Answers["certificates"]["get"];

const zh = (text: ReactNode) => <Chinese>{text}</Chinese>;

/** What the state means in plain words and what to do about it; for a valid one only that its end is near. */
export function StateNotice({ certificate }: { certificate: Certificate }) {
  const { status, daysLeft } = certificate;
  if (status === "valid") return daysLeft === null ? null : <EndingNotice certificate={certificate} />;
  return <EndedNotice certificate={certificate} status={status} />;
}

function EndingNotice({ certificate }: { certificate: Certificate }) {
  const t = useTranslations("wallet.ending");
  const { daysLeft, validUntil } = certificate;
  const locale = useLocale();
  const date = validUntil ? formatDayShort(validUntil, locale) : "";
  return (
    <Notice tone="warning" title={daysLeft === 0 ? t("today") : t("days", { days: daysLeft ?? 0 })} actions={<Renew certificate={certificate} />}>
      <p>{t("text", { date })}</p>
    </Notice>
  );
}

function EndedNotice({ certificate, status }: { certificate: Certificate; status: Exclude<Certificate["status"], "valid"> }) {
  const t = useTranslations("wallet");
  const locale = useLocale();
  const { endReason, endedAt, issuer, validUntil, successor } = certificate;
  const taken = status === "suspended" || status === "revoked";
  return (
    <Notice
      tone={status === "revoked" || status === "cancelled" ? "error" : "warning"} title={t(`state.${status}.title`)}
      actions={successor ? <ButtonLink look="primary" href={`/me/certificates/${successor.id}`}>{t("openSuccessor")}</ButtonLink> : status === "expired" && <Renew certificate={certificate} />}
    >
      <div className="flex flex-col gap-2">
        <p>{t(`state.${status}.text`, { date: validUntil ? formatDayShort(validUntil, locale) : "" })}</p>
        {endReason && <p>{t.rich("stateReason", { reason: endReason, zh })}</p>}
        {endedAt && <p>{t("stateSince", { time: formatInstant(endedAt, locale) })}</p>}
        {taken && <p>{t.rich("stateAsk", { issuer, zh })}</p>}
      </div>
    </Notice>
  );
}

/** The item that makes a new one of it; where none is published, the search for it. */
function Renew({ certificate: { renewal, name, status } }: { certificate: Certificate }) {
  const t = useTranslations("wallet.ending");
  if (!renewal) return <ButtonLink href={`/items?q=${encodeURIComponent(name)}`}>{t("search")}</ButtonLink>;
  return <ButtonLink look={status === "valid" ? "secondary" : "primary"} href={`/items/${renewal.code}`}>{t(status === "valid" ? "renew" : "again")}<ItemName {...renewal} /></ButtonLink>;
}

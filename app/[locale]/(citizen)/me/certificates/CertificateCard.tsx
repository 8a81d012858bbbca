import { useLocale, useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import { CertificateStatusTag } from "@/app/_shared/certificates/CertificateStatusTag";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { cx } from "@/app/_ui/cx";
import { Icon } from "@/app/_ui/Icon";
import { TextLink } from "@/app/_ui/TextLink";
import { useGap } from "@/app/_ui/useGap";

type Row = Answers["certificates"]["listOwn"]["rows"][number];

/** Looks like what it leads to: a framed sheet whose head says what it is and how it stands. The whole sheet opens it. */
export function CertificateCard({ row }: { row: Row }) {
  const t = useTranslations("certificates");
  const wallet = useTranslations("wallet");
  const locale = useLocale();
  const gap = useGap();
  const usable = row.status === "valid";
  return (
    <article className="relative flex h-full flex-col overflow-hidden rounded-card border border-line bg-surface hover:border-accent has-focus-visible:border-accent elder:border-2 elder:border-control print:break-inside-avoid">
      <span aria-hidden="true" className={cx("h-1.5 w-full", usable ? "bg-accent" : "bg-line")} />
      <div className="flex grow flex-col gap-4 p-5 md:p-6">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <p className="flex min-w-0 items-center gap-2 text-hint text-muted"><Icon name="certificate" className={cx("size-[1.4em]", usable && "text-accent")} /><Chinese>{row.issuer}</Chinese></p>
          <CertificateStatusTag status={row.status} />
        </div>
        <h2 className="text-h2 font-bold text-balance"><Chinese>{row.name}</Chinese></h2>
        <p className="text-muted">
          {row.validUntil ? t("validUntil", { date: formatDayShort(row.validUntil, locale) }) : t("forever")}
          <span className="block text-hint">{t("issuedOn", { date: formatDayShort(row.issuedOn, locale) })}</span>
        </p>
        {!row.signed && <p className="text-hint">{t("signing")}</p>}
        <Ending row={row} />
        <p data-print="no" className="mt-auto border-t border-line pt-3">
          <TextLink href={`/me/certificates/${row.id}`} className="inline-flex min-h-tap items-center gap-1 font-semibold text-accent no-underline after:absolute after:inset-0 after:rounded-card hover:underline elder:min-h-tap-primary elder:text-lead">
            {wallet("view")}<span className="sr-only">{gap}<Chinese>{row.name}</Chinese></span><Icon name="chevronRight" className="size-[0.9em]" />
          </TextLink>
        </p>
      </div>
    </article>
  );
}

/** What ends soon, or has ended by its date, with the way to a new one above the link that covers the sheet. */
function Ending({ row: { daysLeft, renewal, status } }: { row: Row }) {
  const t = useTranslations("wallet.ending");
  if (daysLeft === null && (status !== "expired" || !renewal)) return null;
  const item = renewal && <Localised text={{ zh: renewal.name, ...(renewal.nameEn ? { en: renewal.nameEn } : {}) }} />;
  return (
    <div className="rounded-control border border-warning-line bg-warning-soft px-3 py-2 text-warning">
      {daysLeft !== null && <p className="flex items-center gap-2 font-bold"><Icon name="clock" className="size-[1.1em]" />{daysLeft === 0 ? t("today") : t("days", { days: daysLeft })}</p>}
      {renewal && (
        <p data-print="no">
          <TextLink href={`/items/${renewal.code}`} className="relative z-10 inline-flex min-h-tap items-center">{t(daysLeft === null ? "again" : "renew")}<span className="ml-[0.3em]">{item}</span></TextLink>
        </p>
      )}
    </div>
  );
}

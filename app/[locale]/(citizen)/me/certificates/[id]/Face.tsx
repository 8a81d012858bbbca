import { useLocale, useTranslations } from "next-intl";
import { formatCitizenId, formatDayShort } from "@/app/_i18n/format";
import { CertificateStatusTag } from "@/app/_shared/certificates/CertificateStatusTag";
import { Identifier } from "@/app/_shared/certificates/Identifier";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { cx } from "@/app/_ui/cx";
import { DescriptionList } from "@/app/_ui/Lists";
import { Tag } from "@/app/_ui/Tag";

type Certificate = Answers["certificates"]["get"];

/** The whole face, framed like the sheet it stands for; one that is not valid has a plain frame. */
export function Face({ certificate: { record, status, version } }: { certificate: Certificate }) {
  const t = useTranslations("certificates");
  const [wallet, verifyWords, locale] = [useTranslations("wallet"), useTranslations("verify"), useLocale()];
  const day = (on: string) => formatDayShort(on, locale);
  const usable = status === "valid";
  // The number of the holder stands on many faces too: it is said once.
  const said = new Set(record.holders.map(({ code, type }) => `${t(`holderCode.${type}`)} ${code}`));
  const further = record.extend_info.map(({ labelZh, labelEn, value }) => ({ label: locale === "en" ? labelEn : labelZh, value })).filter(({ label, value }) => !said.has(`${label} ${value}`));
  return (
    <article className={cx("rounded-card border-2 bg-surface p-2", usable ? "border-accent" : "border-control")}>
      <div className={cx("flex flex-col gap-6 rounded-control border px-5 py-8 md:px-12 md:py-12", usable ? "border-accent-line" : "border-line")}>
        <header className="flex flex-col items-center gap-3 text-center">
          <p className="flex flex-wrap justify-center gap-2"><CertificateStatusTag status={status} />{version > 1 && <Tag>{wallet("version", { version })}</Tag>}{record.demo && <Tag tone="warning">{verifyWords("demo")}</Tag>}</p>
          <h1 className={cx("text-h1 font-bold text-balance", usable && "text-accent")}><Chinese>{record.certificate_name}</Chinese></h1>
          <p className="text-muted tabular-nums">{t("number")} <span className="break-all">{record.certificate_number}</span></p>
        </header>
        <DescriptionList facts={[
          ...record.holders.flatMap(({ name, code, type }) => [
            { label: t("holder"), value: <strong><Chinese>{name}</Chinese></strong> },
            { label: t(`holderCode.${type}`), value: <span className="tabular-nums">{formatCitizenId(code)}</span> },
          ]),
          ...further.map(({ label, value }) => ({ label, value: <span className="whitespace-pre-line"><Chinese>{value || "—"}</Chinese></span> })),
          { label: t("validity"), value: t("validityRange", { start: day(record.validate_start), end: record.validate_end ? day(record.validate_end) : t("forever") }) },
          { label: t("issuer"), value: <Chinese>{record.issuing_authority_name}</Chinese> },
          { label: t("issued"), value: day(record.issuing_date) },
          { label: t("item"), value: <Chinese>{record.related_item_name}</Chinese> },
          { label: t("identifier"), value: <Identifier value={record.certificate_identifier} /> },
        ]} />
      </div>
    </article>
  );
}

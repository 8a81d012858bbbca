import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { formatCitizenId, formatDayShort } from "@/app/_i18n/format";
import { CertificateStatusTag } from "@/app/_shared/certificates/CertificateStatusTag";
import { Identifier } from "@/app/_shared/certificates/Identifier";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { buttonClass, ButtonRow } from "@/app/_ui/Button";
import { Icon } from "@/app/_ui/Icon";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { ChooseForm } from "./ChooseForm";

type Certificate = Answers["certificates"]["get"];
type CertificatePageProps = { params: Promise<{ id: string }> };

const certificateOf = cache(async (id: string) => answer((await api()).certificates.get({ id }), `/me/certificates/${id}`));

export async function generateMetadata({ params }: CertificatePageProps): Promise<Metadata> {
  return { title: (await certificateOf((await params).id)).name };
}

/** One e-certificate as its holder sees it: the whole face, and the signed files. */
export default async function CertificatePage({ params }: CertificatePageProps) {
  const certificate = await certificateOf((await params).id);
  const t = await getTranslations("certificates");
  return (
    <Page before={<BackLink href="/me/certificates">{t("back")}</BackLink>}>
      {certificate.status !== "valid" && (
        <Notice tone="warning" title={t("notUsable")}>{certificate.endReason && t("endReason", { reason: certificate.endReason })}</Notice>
      )}
      <Face certificate={certificate} />
      <Downloads certificate={certificate} />
    </Page>
  );
}

function Face({ certificate: { record, status } }: { certificate: Certificate }) {
  const t = useTranslations("certificates");
  const verifyWords = useTranslations("verify");
  const locale = useLocale();
  const day = (on: string) => formatDayShort(on, locale);
  return (
    <article className="rounded-card border-2 border-accent bg-surface p-2">
      <div className="flex flex-col gap-6 rounded-control border border-accent-line px-5 py-8 md:px-12 md:py-12">
        <header className="flex flex-col items-center gap-3 text-center">
          <p className="flex flex-wrap justify-center gap-2"><CertificateStatusTag status={status} />{record.demo && <Tag tone="warning">{verifyWords("demo")}</Tag>}</p>
          <h1 className="text-h1 font-bold text-balance text-accent"><Chinese>{record.certificate_name}</Chinese></h1>
          <p className="text-muted tabular-nums">{t("number")} <span className="break-all">{record.certificate_number}</span></p>
        </header>
        <DescriptionList facts={[
          ...record.holders.flatMap(({ name, code, type }) => [
            { label: t("holder"), value: <strong><Chinese>{name}</Chinese></strong> },
            { label: t(`holderCode.${type}`), value: <span className="tabular-nums">{formatCitizenId(code)}</span> },
          ]),
          ...record.extend_info.map(({ labelZh, labelEn, value }) => ({ label: locale === "en" ? labelEn : labelZh, value: <span className="whitespace-pre-line"><Chinese>{value || "—"}</Chinese></span> })),
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

function Downloads({ certificate: { id, identifier, signed, presentable, record } }: { certificate: Certificate }) {
  const t = useTranslations("certificates");
  if (!signed) return <Notice tone="info" title={t("signing")} />;
  return (
    <Section title={t("downloadsTitle")} intro={t("downloadsText")}>
      <ButtonRow>
        <a href={`/api/certificates/${id}/pdf`} download className={buttonClass("primary")}><Icon name="download" />{t("downloadPdf")}</a>
        <a href={`/api/certificates/${id}/json`} download className={buttonClass("secondary")}><Icon name="download" />{t("downloadJson")}</a>
      </ButtonRow>
      {presentable && <ChooseForm id={id} record={record} />}
      <p data-print="no"><TextLink href={`/verify/${identifier}`} className="inline-flex min-h-tap items-center">{t("verifyLink")}</TextLink></p>
    </Section>
  );
}

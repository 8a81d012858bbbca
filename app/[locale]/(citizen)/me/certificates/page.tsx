import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { formatDayShort } from "@/app/_i18n/format";
import { CertificateStatusTag } from "@/app/_shared/certificates/CertificateStatusTag";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { Pagination } from "@/app/_ui/Navigation";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

type Row = Answers["certificates"]["listOwn"]["rows"][number];
type CertificatesPageProps = { searchParams: Promise<{ cursor?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificates"))("title") };
}

/** The e-certificates of the person, or of the organisation they act for. */
export default async function CertificatesPage({ searchParams }: CertificatesPageProps) {
  const { cursor } = await searchParams;
  const t = await getTranslations("certificates");
  const { rows, nextCursor } = await answer((await api()).certificates.listOwn(typeof cursor === "string" ? { cursor } : {}), "/me/certificates");
  const actingFor = (await currentAccount())?.actingFor;
  return (
    <Page before={<BackLink href="/me" />}>
      <PageHeading title={t("title")} lead={actingFor ? t("leadOrganisation", { name: actingFor.name }) : t("lead")} />
      {rows.length === 0 && (
        <EmptyState title={t("empty.title")} actions={<ButtonLink href="/items">{t("empty.action")}</ButtonLink>}>{t("empty.text")}</EmptyState>
      )}
      {rows.length > 0 && <ul className="grid gap-4 md:grid-cols-2 elder:md:grid-cols-1">{rows.map((row) => <li key={row.id}><CertificateCard row={row} /></li>)}</ul>}
      {(cursor || nextCursor) && <Pagination previousHref={cursor && "/me/certificates"} nextHref={nextCursor && `/me/certificates?cursor=${nextCursor}`} />}
    </Page>
  );
}

/** Looks like what it leads to: a framed sheet with its name in the middle. */
function CertificateCard({ row }: { row: Row }) {
  const t = useTranslations("certificates");
  const locale = useLocale();
  return (
    <article className="relative flex h-full flex-col gap-3 rounded-card border border-line bg-surface p-5 outline-1 -outline-offset-6 outline-accent-line md:p-7 hover:border-accent has-focus-visible:border-accent">
      <div className="flex items-start gap-4">
        <span className="grid size-[2.6em] shrink-0 place-items-center rounded-control bg-accent-soft text-accent"><Icon name="certificate" className="size-[1.5em]" /></span>
        <div className="min-w-0 grow">
          <h2 className="text-h3 font-bold">
            <TextLink href={`/me/certificates/${row.id}`} className="inline-flex min-h-tap items-center text-ink no-underline after:absolute after:inset-0 after:rounded-card hover:underline"><Chinese>{row.name}</Chinese></TextLink>
          </h2>
          <p className="text-muted"><Chinese>{row.issuer}</Chinese></p>
        </div>
        <CertificateStatusTag status={row.status} />
      </div>
      <p className="mt-auto text-hint text-muted">
        {t("issuedOn", { date: formatDayShort(row.issuedOn, locale) })}{" · "}
        {row.validUntil ? t("validUntil", { date: formatDayShort(row.validUntil, locale) }) : t("forever")}
      </p>
      {!row.signed && <p className="text-hint">{t("signing")}</p>}
    </article>
  );
}

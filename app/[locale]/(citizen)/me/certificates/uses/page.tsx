import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Fields } from "@/app/_shared/certificates/Fields";
import { PurposeText } from "@/app/_shared/certificates/presenting/words";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Pagination } from "@/app/_ui/Navigation";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

type Use = Answers["certificates"]["listUses"]["rows"][number];
type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const here = "/me/certificates/uses";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateUses"))("uses.title") };
}

/** Every use of my certificates, or of one of them, the newest first. */
export default async function UsesPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("certificateUses.uses")]);
  const { cursor, certificate: certificateId } = query;
  const asked = { ...(typeof certificateId === "string" && { certificateId }), ...(typeof cursor === "string" && { cursor }) };
  const { rows, nextCursor, certificate } = await answer((await api()).certificates.listUses(asked), localePath(locale, here));
  const address = (more: Record<string, string>) => `${here}?${new URLSearchParams({ ...(certificate && { certificate: certificate.id }), ...more })}`;
  return (
    <Page before={<BackLink href={certificate ? `/me/certificates/${certificate.id}` : "/me/certificates"} />}>
      <PageHeading title={certificate ? t("ofOne", { name: certificate.name }) : t("title")} lead={t("lead")} />
      <div className="flex flex-wrap gap-x-6">
        {certificate && <TextLink href={here} className="tap">{t("all")}</TextLink>}
        <TextLink href="/me/certificates/grants" className="tap">{t("toGrants")}</TextLink>
      </div>
      {rows.length > 0
        ? <ol className="border-t border-line">{rows.map((use) => <UseRow key={use.id} use={use} />)}</ol>
        : <EmptyState title={t("empty")} actions={<ButtonLink href="/me/certificates">{t("toCertificates")}</ButtonLink>}>{t("emptyText")}</EmptyState>}
      <div className="flex flex-wrap items-center gap-6">
        {cursor && <TextLink href={address({})} className="tap">{t("newest")}</TextLink>}
        <Pagination nextHref={nextCursor ? address({ cursor: nextCursor }) : undefined} />
      </div>
    </Page>
  );
}

function UseRow({ use: { at, certificate, kind, mode, by, purpose, shownFor, fields, itemName, applicationNumber } }: { use: Use }) {
  const t = useTranslations("certificateUses.uses");
  const locale = useLocale();
  return (
    <li className="flex flex-col gap-2 border-b border-line py-5">
      <time dateTime={at} className="text-muted">{formatInstant(at, locale)}</time>
      <strong>{t(`kinds.${kind}`)}</strong>
      <DescriptionList facts={[
        { label: t("facts.by"), value: by.kind === "anyone" ? t("anyone") : <Chinese>{by.name}</Chinese> },
        { label: t("facts.certificate"), value: <TextLink href={`/me/certificates/${certificate.id}`} className="inline-flex min-h-tap items-center"><Chinese>{certificate.name}</Chinese></TextLink> },
        { label: t("facts.purpose"), value: <PurposeText purpose={shownFor} words={purpose} /> },
        { label: t("facts.fields"), value: kind === "scan" ? <Scanned fields={fields} /> : fields.length > 0 ? <Fields fields={fields} /> : t("noFields") },
        ...(itemName ? [{ label: t("facts.item"), value: <Chinese>{itemName}</Chinese> }] : []),
        ...(applicationNumber ? [{ label: t("facts.case"), value: applicationNumber }] : []),
        ...(by.kind === "anyone" ? [] : [{ label: t("facts.mode"), value: t(`modes.${mode}`) }]),
      ]} />
    </li>
  );
}

/** Whoever scanned a code saw the certificate: masked, but for what its holder opened. */
function Scanned({ fields }: Pick<Use, "fields">) {
  const t = useTranslations("certificateUses.uses");
  return fields.length === 0 ? t("masked") : <><Fields fields={fields} /><span className="block text-muted">{t("restMasked")}</span></>;
}

import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CertificateStatusTag } from "@/app/_shared/certificates/CertificateStatusTag";
import { restored } from "@/app/_shared/identity/kept";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { FindForm } from "./FindForm";

const path = "/desk/certificates";
type Row = Answers["certificates"]["listIssued"]["rows"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateLife"))("title") };
}

/** What one's department issued: look-up, what waits to be decided, the latest. */
export default async function CertificatesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [query, locale, t] = [await searchParams, await getLocale(), await getTranslations("certificateLife")];
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const { rows, waiting, nextCursor } = await answer((await api()).certificates.listIssued({ ...(cursor && { cursor }) }), localePath(locale, path));
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} />
      <p><TextLink href={`${path}/import`} className="tap">{t("toImport")}</TextLink></p>
      <Section title={t("find")}><ClientMessages areas={["certificateLife", "certificates", "errors", "ui"]}><FindForm start={await restored(query["kept"], path)} /></ClientMessages></Section>
      {waiting.length > 0 && (
        <Section title={t("waiting")}>
          <ul className="divide-y divide-line">
            {waiting.map(({ id, name, act, holders, proposedByName }) => <li key={id} className="py-2"><TextLink href={`${path}/${id}`} className="tap">{t("waitLine", { name: proposedByName, act: t(`acts.${act}`), certificate: name, holders: holders.join("、") })}</TextLink></li>)}
          </ul>
        </Section>
      )}
      <Section title={t("issued")}>
        <Issued rows={rows} />
        {(cursor || nextCursor) && <Pagination previousHref={cursor && path} nextHref={nextCursor && `${path}?cursor=${encodeURIComponent(nextCursor)}`} />}
      </Section>
    </Page>
  );
}

async function Issued({ rows }: { rows: readonly Row[] }) {
  const [t, locale] = [await getTranslations("certificateLife"), await getLocale()];
  return (
    <Table
      dense caption={t("issued")} captionHidden rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("empty")} />}
      columns={[
        { key: "name", header: t("name"), rowHeader: true, cell: ({ id, name }) => <TextLink href={`${path}/${id}`} className="tap"><Chinese>{name}</Chinese></TextLink> },
        { key: "holders", header: t("holders"), cell: ({ holders }) => <Chinese>{holders.join("、")}</Chinese> },
        { key: "state", header: t("state"), cell: ({ status }) => <CertificateStatusTag status={status} /> },
        { key: "version", header: t("version"), cell: ({ version }) => version },
        { key: "issuedOn", header: t("issuedOn"), cell: ({ issuedOn }) => formatDayShort(issuedOn, locale) },
        { key: "validUntil", header: t("validUntil"), cell: ({ validUntil }) => (validUntil ? formatDayShort(validUntil, locale) : t("forever")) },
      ]}
    />
  );
}

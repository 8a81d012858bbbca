import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { replaceKeys } from "./actions";
import { ClientAct } from "./ClientAct";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consent.clients"))("title") };
}

export default async function ClientsPage() {
  const [t, locale, caller] = await Promise.all([getTranslations("consent.clients"), getLocale(), api()]);
  const clients = await answer(caller.identity.listClients(), "/admin/clients");
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} actions={<ButtonLink href="/admin/clients/new" look="primary">{t("register")}</ButtonLink>} />
      <Terms words={["client", "redirectAddress"]} />
      <Table
        caption={t("caption")}
        captionHidden
        dense
        rows={clients}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>}
        columns={[
          { key: "name", header: t("columns.name"), rowHeader: true, cell: ({ id, name, nameEn }) => <TextLink href={`/admin/clients/${id}`} className="inline-flex min-h-tap items-center">{locale === "en" ? (nameEn ?? name) : name}</TextLink> },
          { key: "department", header: t("columns.department"), cell: ({ departmentName }) => departmentName },
          { key: "address", header: t("columns.address"), cell: ({ redirectUris }) => <span className="break-all">{redirectUris[0]}</span> },
          { key: "level", header: t("columns.level"), cell: ({ minAssuranceLevel }) => minAssuranceLevel },
          { key: "state", header: t("columns.state"), cell: ({ disabledAt }) => <Tag tone={disabledAt ? "neutral" : "success"}>{t(disabledAt ? "disabled" : "inUse")}</Tag> },
        ]}
      />
      <Section title={t("keys.title")} intro={t("keys.intro")}>
        <ClientMessages areas={["consent", "errors", "ui"]}><ClientAct action={replaceKeys} label={t("keys.replace")} done={t("keys.replaced")} look="danger" /></ClientMessages>
      </Section>
    </Page>
  );
}

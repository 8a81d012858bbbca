import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { disable, rotate } from "../actions";
import { ApiForm } from "../ApiForm";
import { ClientAct } from "../ClientAct";

type ClientPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consent.clients"))("title") };
}

/** One system: what is registered of it, a new secret, and its end. */
export default async function ClientPage({ params }: ClientPageProps) {
  const [{ id }, t, scope, caller] = [await params, await getTranslations("consent.clients"), await getTranslations("consent.authorize.scopes"), await api()];
  const client = (await answer(caller.identity.listClients(), `/admin/clients/${id}`)).find((one) => one.id === id);
  if (!client) notFound();
  const facts = [
    { label: t("made.clientId"), value: <code className="break-all">{client.id}</code> },
    { label: t("columns.department"), value: client.departmentName },
    { label: t("form.redirectUris"), value: <ul>{client.redirectUris.map((address) => <li key={address} className="break-all">{address}</li>)}</ul> },
    { label: t("form.scopes"), value: <ul>{client.scopes.map((one) => <li key={one}>{scope(one)}</li>)}</ul> },
    { label: t("form.minAssuranceLevel"), value: client.minAssuranceLevel },
    { label: t("form.authMethod"), value: t(`form.authMethods.${client.authMethod}`) },
    { label: t("columns.state"), value: t(client.disabledAt ? "disabled" : "inUse") },
  ];
  return (
    <Page before={<BackLink href="/admin/clients">{t("back")}</BackLink>}>
      <PageHeading title={client.name} />
      <DescriptionList facts={facts} />
      {!client.disabledAt && (
        <ClientMessages areas={["consent", "errors", "ui"]}>
          <Section title={t("api.title")} intro={t("api.note")}><ApiForm id={id} scopes={client.apiScopes} dailyQuota={client.apiDailyQuota} /></Section>
          {client.authMethod === "client_secret_basic" && <Section title={t("acts.rotate")} intro={t("acts.rotateNote")}><ClientAct action={rotate} id={id} label={t("acts.rotate")} /></Section>}
          <Section title={t("acts.disable")} intro={t("acts.disableNote")}><ClientAct action={disable} id={id} label={t("acts.disable")} look="danger" /></Section>
        </ClientMessages>
      )}
    </Page>
  );
}

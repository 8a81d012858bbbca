import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { ClientForm } from "./ClientForm";

type Props = { searchParams: Promise<{ kept?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consent.clients.form"))("title") };
}

/** First a proof that it is oneself, then the form. */
export default async function NewClientPage({ searchParams }: Props) {
  const [t, caller] = await Promise.all([getTranslations("consent.clients"), api()]);
  await answer(caller.identity.listClients(), "/admin/clients/new");
  await answer(caller.identity.checkProof(), "/admin/clients/new");
  const kept = await restored((await searchParams).kept, "/admin/clients/new");
  return (
    <Page width="form" before={<BackLink href="/admin/clients">{t("back")}</BackLink>} notice={kept && <RestoredNotice />}>
      <PageHeading title={t("form.title")} lead={t("form.lead")} />
      <ClientMessages areas={["consent", "errors", "ui"]}><ClientForm start={kept ? { typed: Object.fromEntries(Object.entries(kept).map(([name, values]) => [name, [values].flat()])) } : {}} /></ClientMessages>
    </Page>
  );
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { AccountForm } from "../ProposalForm";
import { textsOf } from "../restoredTexts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff.form"))("title.openAccount") };
}

export default async function NewAccountPage({ searchParams }: Props) {
  const page = "/admin/staff/new";
  const [t, caller] = await Promise.all([getTranslations("staff"), api()]);
  await answer(caller.identity.countWaitingChanges(), page);
  if (!(await holds("systemAdmin"))) forbidden();
  const kept = await restored((await searchParams)["kept"], page);
  return (
    <Page width="form" before={<BackLink href="/admin/staff">{t("person.back")}</BackLink>} notice={kept && <RestoredNotice />}>
      <PageHeading title={t("form.title.openAccount")} lead={t("form.lead.openAccount")} />
      <ClientMessages areas={["errors", "staff", "ui"]}>
        <AccountForm restored={textsOf(kept)} hidden={{ kind: "openAccount", page, idempotencyKey: crypto.randomUUID() }} />
      </ClientMessages>
    </Page>
  );
}

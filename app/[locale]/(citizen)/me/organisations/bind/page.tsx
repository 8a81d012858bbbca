import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { ActForSelf } from "../../delegations/ActForSelf";
import { BindForm } from "./BindForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations.bind"))("title") };
}

/** One question: which organisation. The register says the rest. */
export default async function BindPage({ searchParams }: Props) {
  const [query, locale, account] = await Promise.all([searchParams, getLocale(), currentAccount()]);
  if (account?.actingFor) return <ActForSelf name={account.actingFor.name} returnTo="/me/organisations/bind" />;
  const [t, register] = await Promise.all([getTranslations("organisations"), answer((await api()).organisations.register(), localePath(locale, "/me/organisations/bind"))]);
  const kept = await restored(query["kept"], "/me/organisations/bind");
  const typed = kept && String(formOf(kept).get("uscc") ?? "");
  return (
    <Page width="form" before={<BackLink href="/me/organisations">{t("backToList")}</BackLink>} notice={kept && <RestoredNotice />}>
      <PageHeading title={t("bind.title")} lead={t("bind.lead")} />
      {register.offered ? (
        <ClientMessages areas={["errors", "organisations", "ui"]}>
          <BindForm idempotencyKey={randomUUID()} start={typed ? { typed } : {}} />
        </ClientMessages>
      ) : <Notice tone="warning">{t("bind.notOffered")}</Notice>}
      {register.demo && <DemoRegister rows={register.demo} />}
    </Page>
  );
}

async function DemoRegister({ rows }: { rows: NonNullable<Answers["organisations"]["register"]["demo"]> }) {
  const t = await getTranslations("organisations");
  return (
    <Notice title={t("bind.demo")}>
      <p>{t(rows.length > 0 ? "bind.demoText" : "bind.demoNone")}</p>
      <ul className="list-disc pl-[1.2em]">
        {rows.map(({ uscc, name, status }) => <li key={uscc}><code className="break-all">{uscc}</code> <Chinese>{name}</Chinese>{status !== "inOperation" && ` (${t(`statuses.${status}`)})`}</li>)}
      </ul>
    </Notice>
  );
}

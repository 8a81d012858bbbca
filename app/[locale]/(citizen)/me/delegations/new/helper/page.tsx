import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { familyDays, familyTerm } from "@/domain/delegations/rules";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { ActForSelf } from "../../ActForSelf";
import { chosenItems, stepHref } from "../items";
import { GrantForm } from "./GrantForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("delegations.new"))("helperTitle") };
}

const fields = ["inviteeName", "reach", "days", "awaits"] as const;

/** Second step: who, how far, until when. */
export default async function HelperPage({ searchParams }: Props) {
  const [query, locale, caller] = await Promise.all([searchParams, getLocale(), api()]);
  const account = await currentAccount();
  if (account?.actingFor) return <ActForSelf name={account.actingFor.name} />;
  const items = chosenItems(query["item"]);
  const { today } = await answer(caller.applications.listOwn({ limit: 1 }), localePath(locale, stepHref("/helper", items)));
  const t = await getTranslations("delegations.new");
  const kept = await restored(query["kept"], "/me/delegations/new/helper");
  const form = kept && formOf(kept);
  const typed = form && Object.fromEntries(fields.map((name) => [name, String(form.get(name) ?? "")]));
  return (
    <Page width="form" before={<BackLink href={stepHref("", items)} />} notice={kept && <RestoredNotice />}>
      <StepIndicator current={2} total={3} title={t("helperStep")} next={t("codeStep")} />
      <PageHeading title={t("helperTitle")} lead={items.length > 0 ? t("forItems", { count: items.length }) : t("forEverything")} />
      <ClientMessages areas={["delegations", "errors", "ui"]}>
        <GrantForm items={items} days={familyDays.map((days) => ({ days, until: formatDay(familyTerm(today, days).validUntil, locale) }))} idempotencyKey={randomUUID()} start={typed ? { typed } : {}} />
      </ClientMessages>
    </Page>
  );
}

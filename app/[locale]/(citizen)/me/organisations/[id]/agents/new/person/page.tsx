import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { addDays } from "@/domain/core/calendar";
import { maxAgencyDays } from "@/domain/delegations/rules";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { chosenFrom, inviteSteps, type Chosen } from "../../../../scope";
import { InviteForm } from "./InviteForm";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations.invite"))("personTitle") };
}

/** Second step: who, and for how long. */
export default async function AgentPersonPage({ params, searchParams }: Props) {
  const [{ id }, query, locale, caller] = await Promise.all([params, searchParams, getLocale(), api()]);
  const chosen = chosenFrom(query);
  const steps = inviteSteps(id);
  await answer(caller.delegations.agents({ organisationId: id }), localePath(locale, steps.person(chosen)));
  const { today } = await caller.applications.listOwn({ limit: 1 });
  const t = await getTranslations("organisations.invite");
  const kept = await restored(query["kept"], `/me/organisations/${id}/agents/new/person`);
  const form = kept && formOf(kept);
  const typed = form
    ? { name: String(form.get("name") ?? ""), phone: String(form.get("phone") ?? ""), from: dayFromForm(form, "from") ?? "", until: dayFromForm(form, "until") ?? "" }
    : { name: "", phone: "", from: today, until: addDays(today, maxAgencyDays) };
  return (
    <Page width="form" before={<BackLink href={steps.scope({ items: chosen.items })} />} notice={kept && <RestoredNotice />}>
      <StepIndicator current={2} total={2} title={t("personStep")} />
      <PageHeading title={t("personTitle")} lead={leadOf(t, chosen)} />
      <ClientMessages areas={["organisations", "errors", "ui"]}>
        <InviteForm organisationId={id} chosen={chosen} idempotencyKey={randomUUID()} start={{ typed }} />
      </ClientMessages>
    </Page>
  );
}

function leadOf(t: Awaited<ReturnType<typeof getTranslations<"organisations.invite">>>, { items, application }: Chosen): string {
  if (application) return t("forCase");
  return items.length > 0 ? t("forItems", { count: items.length }) : t("forEverything");
}

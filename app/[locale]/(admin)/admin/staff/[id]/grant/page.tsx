import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/Button";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { TextLink } from "@/app/_ui/TextLink";
import { DivisionCode } from "@/domain/departments/schema";
import { GrantForm } from "../../ProposalForm";
import { textsOf } from "../../restoredTexts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const country = "000000";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff"))("person.grant") };
}

/** A post for somebody: first the division, narrowed down step by step, then the rest. */
export default async function GrantPage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const [t, caller] = await Promise.all([getTranslations("staff"), api()]);
  const person = await answer(caller.identity.getStaff({ accountId: id }), `/admin/staff/${id}/grant`);
  if (!person.may.includes("grantPost")) forbidden();
  const division = DivisionCode.catch(country).parse(query["division"]);
  const page = `/admin/staff/${id}/grant?division=${division}`;
  const departments = await answer(caller.departments.list({ division }), page);
  const kept = await restored(query["kept"], page);
  return (
    <Page width="form" before={<BackLink href={`/admin/staff/${id}`}>{t("change.back")}</BackLink>} notice={kept && <RestoredNotice />}>
      <PageHeading title={t("form.title.grantPost", { name: person.name })} lead={t("form.lead.grantPost")} />
      <Place accountId={id} division={division} />
      {departments.length === 0 ? <p className="text-muted">{t("form.noDepartments")}</p> : (
        <ClientMessages areas={["errors", "staff", "ui"]}>
          <GrantForm key={division} departments={departments} today={person.today} restored={textsOf(kept)} hidden={{ kind: "grantPost", page, idempotencyKey: crypto.randomUUID(), accountId: id, divisionCode: division }} />
        </ClientMessages>
      )}
    </Page>
  );
}

async function Place({ accountId, division }: { accountId: string; division: string }) {
  const [t, caller, locale] = await Promise.all([getTranslations("staff.form"), api(), getLocale()]);
  const here = `/admin/staff/${accountId}/grant`;
  const [{ path }, within] = await Promise.all([answer(caller.departments.getDivision({ code: division }), here), caller.departments.listDivisions({ parent: division })]);
  const chosen = path.length > 0 ? path.map(({ name }) => name).join(locale === "en" ? ", " : "") : t("country");
  return (
    <Section title={t("place")}>
      <p>{t("current", { path: chosen })}{division !== country && <> <TextLink href={here} className="tap">{t("up")}</TextLink></>}</p>
      {within.length > 0 && (
        <form action={localePath(locale, here)} method="get" className="flex flex-wrap items-end gap-4">
          <Select name="division" label={t("narrow")} empty={false} width="medium" options={within.map(({ code, name }) => ({ value: code, label: name }))} />
          <Button type="submit">{t("go")}</Button>
        </form>
      )}
    </Section>
  );
}

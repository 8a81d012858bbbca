import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber } from "@/domain/core/codes";
import { chosenFrom, inviteSteps } from "../../../scope";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Choice = { id: string; name: string; note: string };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations.invite"))("scopeTitle") };
}

/** First step: for everything, for the items one looks for here, or for one case. */
export default async function AgentScopePage({ params, searchParams }: Props) {
  const [{ id }, query, locale, t, caller] = await Promise.all([params, searchParams, getLocale(), getTranslations("organisations.invite"), api()]);
  await answer(caller.delegations.agents({ organisationId: id }), localePath(locale, `/me/organisations/${id}/agents/new`));
  const { items } = chosenFrom(query);
  const steps = inviteSteps(id);
  const q = typeof query["q"] === "string" ? query["q"].trim().slice(0, 100) : "";
  const [chosen, found] = await Promise.all([caller.items.names({ ids: [...items] }), q ? caller.items.search({ query: q, limit: 8 }) : undefined]);
  const hits = found?.rows.filter((row) => !items.includes(row.id)) ?? [];
  const noted = (rows: readonly { id: string; name: string; departmentName: string }[]): Choice[] => rows.map(({ departmentName, ...row }) => ({ ...row, note: departmentName }));
  return (
    <Page width="form" before={<BackLink href={`/me/organisations/${id}`} />}>
      <StepIndicator current={1} total={2} title={t("scopeStep")} next={t("personStep")} />
      <PageHeading title={t("scopeTitle")} lead={t("scopeLead")} />
      {items.length === 0 && <div><ButtonLink href={steps.person({ items: [] })} look="primary">{t("everything")}</ButtonLink></div>}
      {chosen.length > 0 && (
        <Section title={t("chosen", { count: chosen.length })}>
          <Choices label={t("chosen", { count: chosen.length })} act={t("remove")} rows={noted(chosen)} hrefOf={(item) => steps.scope({ items: items.filter((one) => one !== item) })} />
          <div><ButtonLink href={steps.person({ items })} look="primary">{t("onlyThese")}</ButtonLink></div>
        </Section>
      )}
      <Section title={t(items.length > 0 ? "moreItems" : "onlySome")}>
        <form action={localePath(locale, steps.scope({ items: [] }))} method="get" role="search" aria-label={t("search")} className="flex flex-wrap items-end gap-3">
          {items.map((item) => <input key={item} type="hidden" name="item" value={item} />)}
          <div className="min-w-0 grow basis-64"><TextField name="q" type="search" width="full" label={t("search")} defaultValue={q} autoComplete="off" /></div>
          <Button type="submit" icon="search">{t("searchDo")}</Button>
        </form>
        {q && hits.length === 0 && <p>{t("nothing")}</p>}
        {hits.length > 0 && <Choices label={t("search")} act={t("add")} rows={noted(hits)} hrefOf={(item) => steps.scope({ items: [...items, item] })} />}
      </Section>
      {items.length === 0 && <OneCase organisationId={id} />}
    </Page>
  );
}

/** The organisation's cases, for whoever acts for it now: in another space they do not show. */
async function OneCase({ organisationId }: { organisationId: string }) {
  const [t, caller] = await Promise.all([getTranslations("organisations.invite"), api()]);
  const { acting } = await caller.organisations.get({ id: organisationId });
  const rows = acting ? (await caller.applications.listOwn({ limit: 50 })).rows : [];
  const steps = inviteSteps(organisationId);
  return (
    <Section title={t("oneCase")}>
      {rows.length > 0
        ? <Choices label={t("oneCase")} act={t("chooseCase")} rows={rows.map(({ id, itemName, number }) => ({ id, name: itemName, note: formatApplicationNumber(number) }))} hrefOf={(application) => steps.person({ items: [], application })} />
        : <p className="text-muted">{t(acting ? "oneCaseNone" : "oneCaseFirst")}</p>}
    </Section>
  );
}

type ChoicesProps = { label: string; act: string; rows: readonly Choice[]; hrefOf: (id: string) => string };

function Choices({ label, act, rows, hrefOf }: ChoicesProps) {
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-card border border-line">
      {rows.map(({ id, name, note }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
          <span className="min-w-0 grow basis-64"><Chinese>{name}</Chinese><span className="block text-hint text-muted"><Chinese>{note}</Chinese></span></span>
          <TextLink href={hrefOf(id)} className="tap font-semibold">{act}<span className="sr-only"> {name}</span></TextLink>
        </li>
      ))}
    </ul>
  );
}

import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { ActForSelf } from "../ActForSelf";
import { chosenItems, stepHref } from "./items";
import { LevelTooLow } from "./LevelTooLow";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Found = { id: string; name: string; departmentName: string };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("delegations.new"))("scopeTitle") };
}

/** First step: for everything, or for the items one looks for here. */
export default async function NewDelegationPage({ searchParams }: Props) {
  const [{ item, q }, locale, t, caller] = await Promise.all([searchParams, getLocale(), getTranslations("delegations.new"), api()]);
  const account = await currentAccount();
  if (account?.actingFor) return <ActForSelf name={account.actingFor.name} />;
  await answer(caller.delegations.list(), localePath(locale, "/me/delegations/new"));
  const items = chosenItems(item);
  const query = typeof q === "string" ? q.trim().slice(0, 100) : "";
  const [chosen, found] = await Promise.all([caller.items.names({ ids: items }), query ? caller.items.search({ query, limit: 8 }) : undefined]);
  const hits = found?.rows.filter(({ id }) => !items.includes(id)) ?? [];
  return (
    <Page width="form" before={<BackLink href="/me/delegations">{t("back")}</BackLink>}>
      <StepIndicator current={1} total={3} title={t("scopeStep")} next={t("helperStep")} />
      <PageHeading title={t("scopeTitle")} lead={t("scopeLead")} />
      <LevelTooLow level={account?.assuranceLevel ?? "L0"} />
      {items.length === 0 && <div><ButtonLink href={stepHref("/helper", [])} look="primary">{t("everything")}</ButtonLink></div>}
      {chosen.length > 0 && <Chosen rows={chosen} items={items} />}
      <Section title={t(items.length > 0 ? "moreItems" : "onlySome")}>
        <form action={localePath(locale, "/me/delegations/new")} method="get" role="search" aria-label={t("search")} className="flex max-w-form flex-wrap items-end gap-3">
          {items.map((id) => <input key={id} type="hidden" name="item" value={id} />)}
          <div className="min-w-0 grow basis-64"><TextField name="q" type="search" width="full" label={t("search")} defaultValue={query} autoComplete="off" /></div>
          <Button type="submit" icon="search">{t("searchDo")}</Button>
        </form>
        {query && hits.length === 0 && <p>{t("nothing")}</p>}
        {hits.length > 0 && (
          <ul aria-label={t("search")} className="divide-y divide-line rounded-card border border-line">
            {hits.map((row) => <li key={row.id}><ItemRow row={row} href={stepHref("", [...items, row.id])} act={t("add")} /></li>)}
          </ul>
        )}
      </Section>
    </Page>
  );
}

async function Chosen({ rows, items }: { rows: readonly Found[]; items: readonly string[] }) {
  const t = await getTranslations("delegations.new");
  return (
    <Section title={t("chosen", { count: rows.length })}>
      <ul aria-label={t("chosen", { count: rows.length })} className="divide-y divide-line rounded-card border border-line">
        {rows.map((row) => <li key={row.id}><ItemRow row={row} href={stepHref("", items.filter((id) => id !== row.id))} act={t("remove")} /></li>)}
      </ul>
      <div><ButtonLink href={stepHref("/helper", items)} look="primary">{t("onlyThese")}</ButtonLink></div>
    </Section>
  );
}

function ItemRow({ row: { name, departmentName }, href, act }: { row: Found; href: string; act: string }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
      <span className="min-w-0 grow basis-64"><Chinese>{name}</Chinese><span className="block text-hint text-muted"><Chinese>{departmentName}</Chinese></span></span>
      <TextLink href={href} className="tap font-semibold">{act}<span className="sr-only"> {name}</span></TextLink>
    </div>
  );
}

import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextField } from "@/app/_ui/TextField";
import { wordDuties } from "@/domain/items/policy/words";
import { FieldsForm, type FieldSpec } from "../../_parts/FieldsForm";
import { DoneNotice } from "../../_parts/Proposals";
import { propose } from "../actions";
import { WordTabs } from "../WordParts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const path = "/admin/words/synonyms";
const Query = z.object({ query: z.string().max(30).catch(""), cursor: z.string().max(300).catch(""), spoken: z.string().max(30).catch("") });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("words.synonym"))("title") };
}

export default async function SynonymsPage({ searchParams }: Props) {
  const params = await searchParams;
  const { query, cursor, spoken } = Query.parse(params);
  const [t, locale, caller] = await Promise.all([getTranslations("words.synonym"), getLocale(), api()]);
  const { rows, nextCursor } = await answer(caller.items.listSynonyms({ ...(query ? { query } : {}), ...(cursor ? { cursor } : {}) }), path);
  const mayWrite = await holds(wordDuties.propose);
  const field = (name: "spoken" | "official", value: string): FieldSpec => ({ type: "text", name, label: t(name), hint: t(`${name}Hint`), value, problem: t("problem"), width: "medium" });
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page width="wide" notice={<DoneNotice done={params["done"]} />}>
        <PageHeading title={t("title")} lead={t("intro")} />
        <Terms words={["synonym"]} />
        <WordTabs current="synonyms" />
        {mayWrite && <Section title={t("add")}><div className="max-w-form"><FieldsForm action={propose} hidden={{ kind: "addSynonym", path }} submit={t("submit")} fields={[field("spoken", spoken), field("official", "")]} /></div></Section>}
        <form action={localePath(locale, path)} method="get" role="search" aria-label={t("search")} className="flex flex-wrap items-end gap-4">
          <div className="min-w-0 grow basis-64 max-w-form"><TextField name="query" type="search" label={t("search")} width="full" defaultValue={query} autoComplete="off" /></div>
          <Button type="submit" icon="search">{t("find")}</Button>
        </form>
        <Table
          caption={t("title")}
          captionHidden
          dense
          rows={rows}
          rowKey={(row) => `${row.spoken}/${row.official}`}
          empty={<p className="text-muted">{t("none")}</p>}
          columns={[
            { key: "spoken", header: t("spoken"), rowHeader: true, cell: (row) => <Chinese>{row.spoken}</Chinese> },
            { key: "official", header: t("official"), cell: (row) => <Chinese>{row.official}</Chinese> },
          ]}
        />
        <Pagination nextHref={nextCursor && `${path}?${new URLSearchParams({ ...(query ? { query } : {}), cursor: nextCursor })}`} />
        {mayWrite && <div className="max-w-form"><Details summary={t("remove")}><FieldsForm action={propose} danger hidden={{ kind: "removeSynonym", path }} submit={t("submit")} fields={[field("spoken", ""), field("official", "")]} /></Details></div>}
      </Page>
    </ClientMessages>
  );
}

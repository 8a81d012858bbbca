import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { SavedShare } from "@/app/_shared/onFile/SavedShare";
import { TypedShare } from "@/app/_shared/onFile/TypedShare";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const states = ["draft", "inReview", "scheduled", "published", "suspended", "cancelled"] as const;
const Query = z.object({
  q: z.string().max(100).catch(""),
  state: z.enum(states).optional().catch(undefined),
  cursor: z.string().min(1).max(200).optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

function href(query: Partial<Query>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `/admin/items?${new URLSearchParams(given)}` : "/admin/items";
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.items"))("title") };
}

export default async function AdminItemsPage({ searchParams }: Props) {
  const query = Query.parse(await searchParams);
  const [t, caller] = await Promise.all([getTranslations("admin"), api()]);
  const { q, ...rest } = query;
  const input = Object.fromEntries(Object.entries({ ...rest, query: q }).filter(([, value]) => value));
  const [edits, stages] = [await holds("itemEditor"), await getTranslations("revisions.stage")];
  const { rows, nextCursor } = await answer(caller.items.listForEdit(input), href(query));
  const [links, saved] = await Promise.all([getTranslations("exchange.links"), getTranslations("onFile.saved")]);
  const savings = new Map((await caller.applications.materialSavings({ ids: rows.map(({ id }) => id) })).map((one) => [one.itemId, one]));
  const figures = new Map((await caller.applications.answerFigures({ ids: rows.map(({ id }) => id) })).map((one) => [one.itemId, one]));
  const typed = await getTranslations("materials.figures");
  return (
    <Page width="wide">
      <PageHeading title={t("items.title")} lead={t("items.lead")} actions={edits && <ButtonLink href="/admin/items/new" look="primary">{t("items.new")}</ButtonLink>} />
      <nav aria-label={links("label")} className="flex flex-wrap gap-x-6">
        {(["exchange", "directory"] as const).map((name) => <TextLink key={name} href={`/admin/items/${name}`} className="tap">{links(name)}</TextLink>)}
      </nav>
      <Filter query={query} />
      <Table
        caption={t("items.caption")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("items.empty")} actions={edits && <ButtonLink href={`/admin/items/new${q ? `?${new URLSearchParams({ q })}` : ""}`}>{t("items.newFromSimilar")}</ButtonLink>}>{t("items.emptyHint")}</EmptyState>}
        columns={[
          { key: "name", header: t("items.columns.name"), rowHeader: true, cell: ({ id, name, code }) => <><TextLink href={`/admin/items/${id}/edit`} className="inline-flex min-h-tap items-center">{name}</TextLink><span className="block text-small font-normal text-muted tabular-nums">{code}</span></> },
          { key: "department", header: t("items.columns.department"), cell: ({ departmentName }) => departmentName },
          { key: "status", header: t("items.columns.status"), cell: ({ status }) => <Tag tone={status === "published" ? "success" : "warning"}>{t(`status.${status}`)}</Tag> },
          { key: "draft", header: t("items.columns.draft"), cell: ({ draftSince, draftBy, stage }) => draftSince && <>{t(draftBy ? "items.draftBy" : "items.draftSince", { name: draftBy ?? "", time: formatStamp(draftSince) })} {stage && stage !== "editing" && <Tag tone="info">{stages(stage)}</Tag>}</> },
          { key: "published", header: t("items.columns.published"), cell: ({ publishedAt }) => publishedAt && formatStamp(publishedAt) },
          { key: "saved", header: saved("column"), cell: ({ id }) => <SavedShare savings={savings.get(id)} /> },
          { key: "typed", header: typed("column"), cell: ({ id }) => <TypedShare figures={figures.get(id)} /> },
        ]}
      />
      <Pagination nextHref={nextCursor && href({ ...query, cursor: nextCursor })} />
    </Page>
  );
}

async function Filter({ query }: { query: Query }) {
  const [t, locale] = await Promise.all([getTranslations("admin.items"), getLocale()]);
  return (
    <form action={localePath(locale, "/admin/items")} method="get" role="search" aria-label={t("search")} className="flex flex-wrap items-end gap-4">
      <div className="min-w-0 grow basis-64 max-w-form"><TextField name="q" type="search" label={t("search")} width="full" defaultValue={query.q} autoComplete="off" /></div>
      <Select name="state" label={t("state")} empty={t("states.all")} width="medium" defaultValue={query.state} options={states.map((value) => ({ value, label: t(`states.${value}`) }))} />
      <Button type="submit" icon="search">{t("find")}</Button>
    </form>
  );
}

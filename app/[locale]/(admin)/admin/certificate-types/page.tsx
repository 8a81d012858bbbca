import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const states = ["draft", "published"] as const;
const Query = z.object({
  q: z.string().max(100).catch(""),
  state: z.enum(states).optional().catch(undefined),
  cursor: z.string().min(1).max(200).optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

function href(query: Partial<Query>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `/admin/certificate-types?${new URLSearchParams(given)}` : "/admin/certificate-types";
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateTypes.list"))("title") };
}

export default async function CertificateTypesPage({ searchParams }: Props) {
  const params = await searchParams;
  const query = Query.parse(params);
  const [t, caller] = await Promise.all([getTranslations("certificateTypes.list"), api()]);
  const { q, ...rest } = query;
  const input = Object.fromEntries(Object.entries({ ...rest, query: q }).filter(([, value]) => value));
  const { rows, nextCursor } = await answer(caller.certificates.listTypes(input), href(query));
  return (
    <Page width="wide" notice={params["done"] === "discarded" && <Notice tone="success" live>{t("discarded")}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} actions={(await holds("itemEditor")) && <ButtonLink href="/admin/certificate-types/new">{t("new")}</ButtonLink>} />
      <Terms words={["certificateType", "edition", "fourEyes"]} />
      <Filter query={query} />
      <Table
        caption={t("title")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>}
        columns={[
          { key: "name", header: t("columns.name"), rowHeader: true, cell: ({ id, name, code }) => <><TextLink href={`/admin/certificate-types/${id}`} className="inline-flex min-h-tap items-center"><Chinese>{name}</Chinese></TextLink><span className="block text-small font-normal text-muted tabular-nums">{code}</span></> },
          { key: "category", header: t("columns.category"), cell: ({ category }) => category && <Chinese>{category}</Chinese> },
          { key: "fields", header: t("columns.fields"), align: "end", cell: ({ fields }) => fields },
          { key: "page", header: t("columns.page"), cell: ({ hasLayout }) => t(hasLayout ? "ownPage" : "madePage") },
          { key: "published", header: t("columns.published"), cell: ({ publishedAt }) => (publishedAt ? formatStamp(publishedAt) : <Tag tone="warning">{t("neverPublished")}</Tag>) },
          { key: "draft", header: t("columns.draft"), cell: ({ draftSince }) => draftSince && formatStamp(draftSince) },
        ]}
      />
      <Pagination nextHref={nextCursor && href({ ...query, cursor: nextCursor })} />
    </Page>
  );
}

async function Filter({ query }: { query: Query }) {
  const [t, locale] = await Promise.all([getTranslations("certificateTypes.list"), getLocale()]);
  return (
    <form action={localePath(locale, "/admin/certificate-types")} method="get" role="search" aria-label={t("search")} className="flex flex-wrap items-end gap-4">
      <div className="min-w-0 grow basis-64 max-w-form"><TextField name="q" type="search" label={t("search")} width="full" defaultValue={query.q} autoComplete="off" /></div>
      <Select name="state" label={t("state")} empty={t("states.all")} width="medium" defaultValue={query.state} options={states.map((value) => ({ value, label: t(`states.${value}`) }))} />
      <Button type="submit" icon="search">{t("find")}</Button>
    </form>
  );
}

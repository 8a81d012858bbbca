import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Checkbox } from "@/app/_ui/Choices";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { placeDuties } from "@/domain/departments/policy";
import { PlaceTabs } from "./PlaceTabs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const Query = z.object({
  query: z.string().max(100).catch(""),
  division: z.string().regex(/^\d{6}$/).or(z.literal("")).catch(""),
  closed: z.literal("yes").or(z.literal("")).catch(""),
  cursor: z.string().max(500).catch(""),
});
type Query = z.infer<typeof Query>;

function href(query: Partial<Query>): string {
  const given = Object.entries(query).filter(([, value]) => value);
  return given.length > 0 ? `/admin/departments?${new URLSearchParams(given)}` : "/admin/departments";
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("departments"))("title") };
}

export default async function DepartmentsPage({ searchParams }: Props) {
  const query = Query.parse(await searchParams);
  const [t, caller] = await Promise.all([getTranslations("departments"), api()]);
  const input = Object.fromEntries(Object.entries({ query: query.query, division: query.division, cursor: query.cursor }).filter(([, value]) => value));
  const { rows, nextCursor } = await answer(caller.departments.listDirectory({ ...input, closed: query.closed === "yes" }), href(query));
  const writes = await holds(placeDuties.propose);
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} actions={writes && <ButtonLink href="/admin/departments/new" look="primary">{t("list.new")}</ButtonLink>} />
      <Terms words={["department", "uscc", "window"]} />
      <PlaceTabs current="departments" />
      <Filter query={query} />
      <Table
        caption={t("list.caption")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("list.empty")} />}
        columns={[
          { key: "name", header: t("list.name"), rowHeader: true, cell: ({ id, name, uscc }) => <><TextLink href={`/admin/departments/${id}`} className="inline-flex min-h-tap items-center"><Chinese>{name}</Chinese></TextLink><span className="block text-small font-normal text-muted">{uscc}</span></> },
          { key: "place", header: t("list.place"), cell: ({ divisionName, divisionCode }) => <><Chinese>{divisionName}</Chinese> <span className="text-muted">{divisionCode}</span></> },
          { key: "phone", header: t("list.phone"), cell: ({ phone }) => phone && <Chinese>{phone}</Chinese> },
          { key: "state", header: t("list.state"), cell: ({ closedOn }) => <Tag tone={closedOn ? "danger" : "success"}>{t(closedOn ? "state.closed" : "state.open")}</Tag> },
        ]}
      />
      <Pagination nextHref={nextCursor && href({ ...query, cursor: nextCursor })} />
    </Page>
  );
}

async function Filter({ query }: { query: Query }) {
  const [t, locale] = await Promise.all([getTranslations("departments.list"), getLocale()]);
  return (
    <form action={localePath(locale, "/admin/departments")} method="get" role="search" aria-label={t("search")} className="flex flex-wrap items-end gap-4">
      <div className="min-w-0 grow basis-64 max-w-form"><TextField name="query" type="search" label={t("search")} width="full" defaultValue={query.query} autoComplete="off" /></div>
      <TextField name="division" label={t("division")} width="short" inputMode="numeric" defaultValue={query.division} autoComplete="off" />
      <Checkbox name="closed" label={t("closed")} defaultChecked={query.closed === "yes"} />
      <Button type="submit" icon="search">{t("find")}</Button>
    </form>
  );
}

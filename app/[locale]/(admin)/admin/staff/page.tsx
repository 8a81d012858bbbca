import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { localePath } from "@/app/_i18n/routing";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { staffRoles } from "@/domain/core/actor";
import { StaffTabs } from "./StaffTabs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Row = Answers["identity"]["listStaff"]["rows"][number];

const Query = z.object({
  query: z.string().max(100).catch(""),
  role: z.enum(staffRoles).optional().catch(undefined),
  cursor: z.string().min(1).max(300).optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

function href(query: Partial<Query>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `/admin/staff?${new URLSearchParams(given)}` : "/admin/staff";
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff"))("title") };
}

export default async function StaffPage({ searchParams }: Props) {
  const query = Query.parse(await searchParams);
  const [t, caller] = await Promise.all([getTranslations("staff"), api()]);
  const input = Object.fromEntries(Object.entries(query).filter(([, value]) => value));
  const { rows, nextCursor } = await answer(caller.identity.listStaff(input), href(query));
  const opens = await holds("systemAdmin");
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} actions={opens && <ButtonLink href="/admin/staff/new" look="primary">{t("list.open")}</ButtonLink>} />
      <Terms words={["post", "threeAdmins"]} />
      <StaffTabs current="people" />
      <Filter query={query} />
      <Table
        caption={t("list.caption")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("list.empty")}>{t("list.emptyHint")}</EmptyState>}
        columns={[
          { key: "name", header: t("list.columns.name"), rowHeader: true, cell: ({ id, name, signInName }) => <><TextLink href={`/admin/staff/${id}`} className="inline-flex min-h-tap items-center">{name}</TextLink><span className="block text-small font-normal text-muted">{signInName}</span></> },
          { key: "posts", header: t("list.columns.posts"), cell: (row) => <Posts row={row} /> },
          { key: "state", header: t("list.columns.state"), cell: ({ closed, enrolled }) => <AccountTag closed={closed} enrolled={enrolled} /> },
        ]}
      />
      <Pagination nextHref={nextCursor && href({ ...query, cursor: nextCursor })} />
    </Page>
  );
}

const most = 3;

async function Posts({ row: { posts } }: { row: Row }) {
  const t = await getTranslations("staff");
  if (posts.length === 0) return <span className="text-muted">{t("list.noPosts")}</span>;
  return (
    <ul>
      {posts.slice(0, most).map(({ id, role, departmentName, divisionName }) => <li key={id}>{t("list.post", { role: t(`roles.${role}`), department: departmentName, division: divisionName })}</li>)}
      {posts.length > most && <li className="text-muted">{t("list.more", { count: posts.length - most })}</li>}
    </ul>
  );
}

async function AccountTag({ closed, enrolled }: Pick<Row, "closed" | "enrolled">) {
  const t = await getTranslations("staff.state");
  if (closed) return <Tag tone="danger">{t("closed")}</Tag>;
  return <Tag tone={enrolled ? "success" : "warning"}>{t(enrolled ? "open" : "waiting")}</Tag>;
}

async function Filter({ query }: { query: Query }) {
  const [t, locale] = await Promise.all([getTranslations("staff"), getLocale()]);
  return (
    <form action={localePath(locale, "/admin/staff")} method="get" role="search" aria-label={t("list.search")} className="flex flex-wrap items-end gap-4">
      <div className="min-w-0 grow basis-64 max-w-form"><TextField name="query" type="search" label={t("list.search")} width="full" defaultValue={query.query} autoComplete="off" /></div>
      <Select name="role" label={t("list.role")} empty={t("list.allRoles")} width="medium" defaultValue={query.role} options={staffRoles.map((value) => ({ value, label: t(`roles.${value}`) }))} />
      <Button type="submit" icon="search">{t("list.find")}</Button>
    </form>
  );
}

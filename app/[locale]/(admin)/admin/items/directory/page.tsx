import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { localePath } from "@/app/_i18n/routing";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";

const path = "/admin/items/directory";
const Query = z.object({ q: z.string().max(100).catch(""), cursor: z.string().min(1).max(200).optional().catch(undefined) });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exchange.directory"))("title") };
}

/** The directory (基本目录): what implementing lists inherit. */
export default async function DirectoryPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [{ q, cursor }, t, admin, locale, caller] = [Query.parse(await searchParams), await getTranslations("exchange.directory"), await getTranslations("admin.items"), await getLocale(), await api()];
  const { rows, nextCursor } = await answer(caller.items.listDirectory({ ...(q ? { query: q } : {}), ...(cursor ? { cursor } : {}) }), path);
  return (
    <Page width="wide" before={<Breadcrumbs trail={[{ href: "/admin/items", label: admin("title") }]} current={t("title")} />}>
      <PageHeading title={t("title")} lead={t("lead")} actions={(await holds("itemEditor")) && <ButtonLink href={`${path}/new`}>{t("new")}</ButtonLink>} />
      <Terms words={["directory", "implementingList", "lockedElement"]} />
      <form action={localePath(locale, path)} method="get" role="search" aria-label={t("search")} className="flex flex-wrap items-end gap-4">
        <div className="min-w-0 grow basis-64 max-w-form"><TextField name="q" type="search" label={t("search")} width="full" defaultValue={q} autoComplete="off" /></div>
        <Button type="submit" icon="search">{t("find")}</Button>
      </form>
      <Table
        caption={t("caption")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>}
        columns={[
          { key: "name", header: t("name"), rowHeader: true, cell: ({ id, name, basicCode }) => <><TextLink href={`${path}/${id}`} className="inline-flex min-h-tap items-center"><span lang="zh-CN">{name}</span></TextLink><span className="block text-small font-normal text-muted tabular-nums">{basicCode}</span></> },
          { key: "department", header: t("department"), cell: ({ departmentName }) => <span lang="zh-CN">{departmentName}</span> },
          { key: "edition", header: t("edition"), cell: ({ edition, hasDraft }) => <>{edition === null ? t("noEdition") : t("editionNumber", { number: edition })} {hasDraft && <Tag tone="info">{t("draft")}</Tag>}</> },
          { key: "implementing", header: t("implementing"), align: "end", cell: ({ implementing }) => implementing },
        ]}
      />
      <Pagination nextHref={nextCursor && `${path}?${new URLSearchParams({ ...(q ? { q } : {}), cursor: nextCursor })}`} />
    </Page>
  );
}

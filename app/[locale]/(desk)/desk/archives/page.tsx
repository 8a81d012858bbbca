import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { fileSize } from "@/app/_shared/applications/fileSize";
import { StatusTag } from "@/app/_shared/applications/StatusLine";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextField } from "@/app/_ui/TextField";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Archive = Answers["records"]["archives"]["rows"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("archive"))("title") };
}

const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** The archive packages of ended cases, newest first. */
export default async function ArchivesPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("archive")]);
  const [cursor, number] = [text(query["cursor"]), text(query["number"])?.trim().slice(0, 40)];
  const here = localePath(locale, "/desk/archives");
  const { rows, nextCursor } = await answer((await api()).records.archives({ ...(cursor && { cursor }), ...(number && { number }) }), here);
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} />
      <form action={here} method="get" role="search" className="flex flex-wrap items-end gap-4">
        <TextField name="number" label={t("number")} defaultValue={number} autoComplete="off" width="medium" />
        <Button type="submit" look="secondary">{t("find")}</Button>
      </form>
      <Packages rows={rows} />
      {(cursor || nextCursor) && <Pagination previousHref={cursor && "/desk/archives"} nextHref={nextCursor && `/desk/archives?cursor=${encodeURIComponent(nextCursor)}`} />}
    </Page>
  );
}

function Packages({ rows }: { rows: readonly Archive[] }) {
  const t = useTranslations("archive");
  return (
    <Table
      dense caption={t("title")} captionHidden rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      columns={[
        { key: "number", header: t("columns.number"), rowHeader: true, cell: ({ number }) => <span className="tabular-nums">{number}</span> },
        { key: "item", header: t("columns.item"), cell: ({ itemName }) => <Chinese>{itemName}</Chinese> },
        { key: "status", header: t("columns.status"), cell: ({ status, superseded }) => (superseded ? <Tag tone="warning">{t("superseded")}</Tag> : <StatusTag status={status} />) },
        { key: "made", header: t("columns.made"), cell: ({ madeAt }) => formatStamp(madeAt) },
        { key: "size", header: t("columns.size"), cell: ({ size, fileCount }) => t("size", { size: fileSize(size), files: fileCount }) },
        { key: "digest", header: "SHA-256", cell: ({ sha256 }) => <span className="break-all font-mono text-hint">{sha256}</span> },
        { key: "file", header: t("columns.file"), cell: ({ id, number }) => <a href={`/api/archives/${id}`} className="tap">{t("download")}<span className="sr-only"> {number}</span></a> },
      ]}
    />
  );
}

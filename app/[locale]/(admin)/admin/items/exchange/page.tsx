import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { formatStamp } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FileField } from "@/app/_ui/FileField";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { schemaPath } from "@/domain/items/schema/exchange";

const path = "/admin/items/exchange";
const states = ["draft", "published", "suspended"] as const;
const Query = z.object({ file: z.string().max(80).optional().catch(undefined), cursor: z.string().max(200).optional().catch(undefined) });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exchange"))("title") };
}

/** Files of many items in and out, and one's own runs. */
export default async function ExchangePage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [{ file, cursor }, t, errors, admin, caller, mayImport] = [
    Query.parse(await searchParams), await getTranslations("exchange"), await getTranslations("errors"), await getTranslations("admin.items"), await api(), await holds("itemEditor"),
  ];
  const runs = mayImport ? await answer(caller.items.listRuns(cursor ? { cursor } : {}), path) : undefined;
  if (!runs) await answer(caller.items.listForEdit({ limit: 1 }), path);
  return (
    <Page width="wide" before={<Breadcrumbs trail={[{ href: "/admin/items", label: admin("title") }]} current={t("title")} />} notice={file && <Notice tone="error" live title={t("import.failed")}>{refusalText(errors, { code: file, params: { megabytes: 200 } })}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Terms words={["jsonLines", "preview"]} />
      <div className="grid gap-10 lg:grid-cols-2">
        {runs && <ImportForm />}
        <ExportForm />
      </div>
      {runs && <Runs rows={runs.rows} />}
      <Pagination nextHref={runs?.nextCursor && `${path}?${new URLSearchParams({ cursor: runs.nextCursor })}`} />
    </Page>
  );
}

async function ImportForm() {
  const [t, locale] = [await getTranslations("exchange.import"), await getLocale()];
  return (
    <Section title={t("title")} intro={t("intro")}>
      <form action="/api/items/import" method="post" encType="multipart/form-data">
        <ActingField />
        <input type="hidden" name="returnTo" value={localePath(locale, path)} />
        <FieldStack>
          <FileField name="file" label={t("file")} hint={t("hint")} accept=".ndjson,.json,.xlsx" />
          <div><Button type="submit" look="primary" icon="upload">{t("submit")}</Button></div>
        </FieldStack>
      </form>
    </Section>
  );
}

async function ExportForm() {
  const t = await getTranslations("exchange.export");
  return (
    <Section title={t("title")} intro={t("intro")}>
      <form action="/api/items/export" method="get">
        <FieldStack>
          <TextField name="query" type="search" label={t("query")} optional autoComplete="off" />
          <Select name="state" label={t("state")} empty={t("states.all")} width="medium" options={states.map((value) => ({ value, label: t(`states.${value}`) }))} />
          <RadioGroup name="form" legend={t("form")} defaultValue="lines" choices={(["lines", "workbook", "template"] as const).map((value) => ({ value, label: t(value) }))} />
          <Checkbox name="drafts" label={t("drafts")} />
          <div className="flex flex-wrap items-center gap-4">
            <Button type="submit" icon="download">{t("submit")}</Button>
            <a href={schemaPath} className="tap">{t("schema")}</a>
          </div>
        </FieldStack>
      </form>
    </Section>
  );
}

type RunRow = { id: string; kind: "import" | "clone" | "inherit"; status: "reading" | "ready" | "running" | "done" | "cancelled" | "failed"; title: string; read: number; total: number | null; createdAt: string };

async function Runs({ rows }: { rows: readonly RunRow[] }) {
  const t = await getTranslations("exchange");
  return (
    <Section title={t("runs.title")}>
      <Table
        caption={t("runs.title")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("runs.empty")}>{t("runs.emptyHint")}</EmptyState>}
        columns={[
          { key: "what", header: t("runs.what"), rowHeader: true, cell: ({ id, title }) => <TextLink href={`${path}/${id}`} className="inline-flex min-h-tap items-center"><span lang="zh-CN">{title}</span></TextLink> },
          { key: "kind", header: t("runs.kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
          { key: "status", header: t("runs.status"), cell: ({ status }) => <Tag tone={status === "done" ? "success" : status === "failed" ? "danger" : "info"}>{t(`statuses.${status}`)}</Tag> },
          { key: "rows", header: t("runs.rows"), align: "end", cell: ({ total, read }) => total ?? read },
          { key: "started", header: t("runs.started"), cell: ({ createdAt }) => formatStamp(createdAt) },
        ]}
      />
    </Section>
  );
}

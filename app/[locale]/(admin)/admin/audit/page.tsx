import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { Details, EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { AuditQuery } from "@/domain/identity/schema/staff";
import { ChainStanding } from "./ChainStanding";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Entry = Answers["identity"]["listAudit"]["rows"][number];
type Typed = Readonly<Record<string, string>>;

const names = ["actor", "action", "subjectId", "from", "until", "cursor"] as const;

function href(query: Typed): string {
  const text = String(new URLSearchParams(query));
  return text ? `/admin/audit?${text}` : "/admin/audit";
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff.audit"))("title") };
}

export default async function AuditPage({ searchParams }: Props) {
  const given = await searchParams;
  const typed: Typed = Object.fromEntries(names.flatMap((name) => (typeof given[name] === "string" && given[name].trim() ? [[name, given[name].trim()]] : [])));
  const [t, caller] = await Promise.all([getTranslations("staff.audit"), api()]);
  const query = AuditQuery.safeParse(typed);
  const { rows, nextCursor } = await answer(caller.identity.listAudit(query.data ?? {}), href(typed));
  return (
    <Page width="wide" notice={!query.success && <Notice tone="warning" live title={t("wrong")} />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Terms words={["auditLog"]} />
      <ChainStanding />
      <Filter typed={typed} />
      <Table
        caption={t("caption")}
        captionHidden
        dense
        rows={query.success ? rows : []}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>}
        columns={[
          { key: "at", header: t("columns.at"), cell: ({ at }) => <span className="whitespace-nowrap tabular-nums">{formatStamp(at)}</span> },
          { key: "actor", header: t("columns.actor"), rowHeader: true, cell: (entry) => <Actor entry={entry} /> },
          { key: "action", header: t("columns.action"), cell: ({ action }) => action },
          { key: "subject", header: t("columns.subject"), cell: (entry) => <Subject entry={entry} /> },
          { key: "what", header: t("columns.what"), cell: (entry) => <Content entry={entry} /> },
        ]}
      />
      <Pagination nextHref={nextCursor && query.success ? href({ ...typed, cursor: nextCursor }) : undefined} />
    </Page>
  );
}

async function Filter({ typed }: { typed: Typed }) {
  const [t, locale] = await Promise.all([getTranslations("staff.audit"), getLocale()]);
  return (
    <form action={localePath(locale, "/admin/audit")} method="get" role="search" aria-label={t("title")} className="flex flex-wrap items-end gap-4">
      <TextField name="actor" label={t("actor")} hint={t("actorHint")} width="medium" defaultValue={typed["actor"]} autoComplete="off" />
      <TextField name="action" label={t("action")} hint={t("actionHint")} width="medium" defaultValue={typed["action"]} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      <TextField name="subjectId" label={t("subject")} width="medium" defaultValue={typed["subjectId"]} autoComplete="off" spellCheck={false} />
      <TextField name="from" label={t("from")} hint={t("dayHint")} width="short" defaultValue={typed["from"]} autoComplete="off" />
      <TextField name="until" label={t("until")} hint={t("dayHint")} width="short" defaultValue={typed["until"]} autoComplete="off" />
      <Button type="submit" icon="search">{t("find")}</Button>
    </form>
  );
}

const shortId = (id: string | null) => id?.slice(-8) ?? "";

async function Actor({ entry: { actorKind, actorId, staff, onBehalfOf } }: { entry: Entry }) {
  const t = await getTranslations("staff.audit");
  if (actorKind !== "user") return t(actorKind);
  return (
    <>
      {staff ? <TextLink href={`/admin/staff/${actorId}`} className="inline-flex min-h-tap items-center">{staff.name}</TextLink> : t("person", { id: shortId(actorId) })}
      {onBehalfOf && <span className="block text-small font-normal text-muted">{t("behalf", { id: shortId(onBehalfOf) })}</span>}
    </>
  );
}

/** What it was done to: kind and id, which leads to everything done to the same. */
async function Subject({ entry: { subjectType, subjectId } }: { entry: Entry }) {
  const t = await getTranslations("staff.audit");
  const kinds = ["account", "staffChange", "application", "session", "delegation"] as const;
  const kind = kinds.find((known) => known === subjectType);
  return <>{kind ? t(`subjects.${kind}`) : subjectType} <TextLink href={href({ subjectId })} className="inline-flex min-h-tap items-center tabular-nums">{shortId(subjectId)}</TextLink></>;
}

async function Content({ entry: { before, after } }: { entry: Entry }) {
  const t = await getTranslations("staff.audit");
  if (before === null && after === null) return null;
  return <Details summary={t("show")}><pre className="max-w-[28rem] text-small break-all whitespace-pre-wrap">{JSON.stringify({ ...(before === null ? {} : { before }), ...(after === null ? {} : { after }) }, null, 1)}</pre></Details>;
}

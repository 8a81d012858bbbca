import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { begunBy } from "@/app/_shared/identity/begun";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { ActForm } from "../../exchange/ActForm";
import { ImplementForm } from "../ImplementForm";
import { discard, open, publish, save } from "../actions";
import { Elements } from "../Elements";
import { ElementsForm } from "../ElementsForm";

type Entry = Answers["items"]["getDirectoryItem"];
type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
const Query = z.object({
  done: z.enum(["created", "saved", "published", "discarded", "opened"]).optional().catch(undefined),
  at: z.string().optional().catch(undefined), differing: z.literal("yes").optional().catch(undefined), cursor: z.string().max(200).optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exchange.directory"))("title") };
}

/** An entry of the directory: its elements, the edition in the making, and the items that implement it. */
export default async function DirectoryItemPage({ params, searchParams }: Props) {
  const [{ id }, { done, at, differing, cursor }, t, admin, caller] = [await params, Query.parse(await searchParams), await getTranslations("exchange.directory"), await getTranslations("admin.items"), await api()];
  const path = `/admin/items/directory/${id}`;
  const entry = await answer(caller.items.getDirectoryItem({ directoryItemId: id }), path);
  const { rows, nextCursor } = await answer(caller.items.listImplementing({ directoryItemId: id, differing: differing === "yes", ...(cursor ? { cursor } : {}) }), path);
  const name = (entry.current ?? entry.draft)?.elements.name ?? entry.basicCode;
  return (
    <ClientMessages areas={["exchange", "errors", "enums", "items", "ui"]}>
      <Page width="wide" before={<Breadcrumbs trail={[{ href: "/admin/items", label: admin("title") }, { href: "/admin/items/directory", label: t("title") }]} current={entry.basicCode} />} notice={done && <Notice tone="success" live title={t(`done.${done}`)} />}>
        <PageHeading caption={<span lang="zh-CN">{entry.departmentName}</span>} title={<span lang="zh-CN">{name}</span>} />
        <Current entry={entry} />
        {entry.draft && <Draft entry={entry} draft={entry.draft} begun={begunBy(at)} />}
        <Section title={t("items")} actions={<TextLink href={differing ? path : `${path}?differing=yes`} className="tap">{t(differing ? "showAll" : "onlyDiffering")}</TextLink>}>
          <Implementing rows={rows} />
          <Pagination nextHref={nextCursor && `${path}?${new URLSearchParams({ ...(differing ? { differing } : {}), cursor: nextCursor })}`} />
        </Section>
        {entry.current && (await holds("itemEditor")) && <Implement id={id} />}
      </Page>
    </ClientMessages>
  );
}

async function Current({ entry: { id, current, acts, differing, run } }: { entry: Entry }) {
  const [t, statuses] = [await getTranslations("exchange.directory"), await getTranslations("exchange.statuses")];
  if (!current) return <p className="text-muted">{t("nothingPublished")}</p>;
  return (
    <Section title={t("elements")} intro={t("current", { number: current.number, time: current.publishedAt ? formatStamp(current.publishedAt) : "" })}>
      <Notice tone={differing > 0 ? "warning" : "success"} title={differing > 0 ? t("differ", { count: differing }) : t("same")}>{run && t("run", { status: statuses(run.status), done: run.done, total: run.total ?? 0 })}</Notice>
      <Elements elements={current.elements} />
      {acts.includes("openEdition") && <ActForm action={open} hidden={{ directoryItemId: id }} label={t("open")} look="secondary" />}
    </Section>
  );
}

async function Draft({ entry: { id, acts }, draft, begun }: { entry: Entry; draft: NonNullable<Entry["draft"]>; begun: string }) {
  const t = await getTranslations("exchange.directory");
  const hidden = { directoryItemId: id, version: draft.version };
  return (
    <Section title={t("draftTitle", { number: draft.number })}>
      {acts.includes("saveEdition") ? <ElementsForm key={begun} action={save} hidden={hidden} elements={draft.elements} label={t("save")} /> : <Elements elements={draft.elements} />}
      {acts.includes("publishEdition") ? <ActForm action={publish} hidden={hidden} label={t("publish")} /> : acts.includes("discardEdition") && !acts.includes("saveEdition") && <p className="text-muted">{t("own")}</p>}
      {acts.includes("discardEdition") && <ActForm action={discard} hidden={hidden} label={t("discard")} look="danger" />}
    </Section>
  );
}

async function Implementing({ rows }: { rows: Answers["items"]["listImplementing"]["rows"] }) {
  const t = await getTranslations("exchange.directory");
  return (
    <Table
      caption={t("items")}
      captionHidden
      dense
      rows={rows}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t("itemsEmpty")}>{t("itemsEmptyHint")}</EmptyState>}
      columns={[
        { key: "name", header: t("name"), rowHeader: true, cell: ({ id, name, code }) => <><TextLink href={`/admin/items/${id}/edit`} className="inline-flex min-h-tap items-center"><span lang="zh-CN">{name}</span></TextLink><span className="block text-small font-normal break-all text-muted tabular-nums">{code}</span></> },
        { key: "department", header: t("department"), cell: ({ departmentName, divisionName }) => <span lang="zh-CN">{departmentName} · {divisionName}</span> },
        { key: "standing", header: t("standing"), cell: ({ differs, hasDraft }) => <span className="flex flex-wrap gap-2"><Tag tone={differs ? "warning" : "success"}>{t(differs ? "differs" : "agrees")}</Tag>{hasDraft && <Tag tone="info">{t("draftWaits")}</Tag>}</span> },
      ]}
    />
  );
}

async function Implement({ id }: { id: string }) {
  const t = await getTranslations("exchange.directory");
  return (
    <Section title={t("implement")} intro={t("implementIntro")}>
      <ImplementForm directoryItemId={id} idempotencyKey={randomUUID()} />
    </Section>
  );
}

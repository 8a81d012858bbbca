import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { refusalText } from "@/app/_i18n/refusal";
import { ActForm } from "@/app/_shared/desk/ActForm";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { KeyFacts } from "@/app/_ui/Lists";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Progress } from "@/app/_ui/Progress";
import { Refresh } from "@/app/_ui/Refresh";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { bulkViews } from "@/domain/applications/schema/assignment";
import { formatApplicationNumber, parseApplicationNumber } from "@/domain/core/codes";
import { cancel, confirm } from "../actions";

type Run = Answers["applications"]["bulkRun"];
type Row = Answers["applications"]["bulkRows"]["rows"][number];
type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
const Query = z.object({ view: z.enum(bulkViews).catch("all"), cursor: z.string().max(200).optional().catch(undefined) });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assignment.bulk"))("title") };
}

/** A run: what may and may not be done, how far it is, and what came of each case. */
export default async function BulkRunPage({ params, searchParams }: Props) {
  const [{ id }, { view, cursor }, t, acts, desk, caller] = [await params, Query.parse(await searchParams), await getTranslations("assignment.bulk"), await getTranslations("assignment.acts"), await getTranslations("desk.queue"), await api()];
  const path = `/desk/bulk/${id}`;
  const run = await answer(caller.applications.bulkRun({ id }), path);
  const { rows, nextCursor } = await answer(caller.applications.bulkRows({ id, view, ...(cursor ? { cursor } : {}) }), path);
  const counts = { all: run.total, mayNot: run.mayNot, refused: run.refused };
  const tabs = bulkViews.map((one) => ({ href: one === "all" ? path : `${path}?view=${one}`, label: t(`views.${one}`), count: counts[one], current: view === one }));
  return (
    <ClientMessages areas={["assignment", "errors", "ui"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/desk", label: desk("title") }, { href: "/desk/bulk", label: t("title") }]} current={acts(run.act)} />}
        notice={<Notice tone={tones[run.status]} live={run.status === "done"} title={t(`standing.${run.status}`)} />}
      >
        <PageHeading caption={t("title")} title={acts(run.act)} lead={<Said run={run} />} />
        <KeyFacts facts={(["may", "mayNot", "succeeded", "refused"] as const).map((one) => ({ label: t(`figures.${one}`), value: run[one] }))} />
        <Handles run={run} path={path} />
        <Section title={t("rowsTitle")}>
          <Tabs label={t("rowsTitle")} tabs={tabs} />
          <Rows rows={rows} />
          <Pagination nextHref={nextCursor ? `${path}?${new URLSearchParams({ view, cursor: nextCursor })}` : undefined} />
        </Section>
      </Page>
    </ClientMessages>
  );
}

const tones = { ready: "info", running: "info", done: "success", cancelled: "warning" } as const;

/** What is written into each case, or to whom it goes. */
async function Said({ run: { order, to } }: { run: Run }) {
  const t = await getTranslations("assignment.bulk");
  if (order.act === "completeStep") return <Chinese>{t("with", { text: order.opinion })}</Chinese>;
  if (order.act === "handOver") return <Chinese>{t("handTo", { who: to ?? "", text: order.word })}</Chinese>;
  return order.act === "deliver" ? t(`methods.${order.method}`) : null;
}

async function Handles({ run: { id, act, status, may, done }, path }: { run: Run; path: string }) {
  const [t, acts] = [await getTranslations("assignment.bulk"), await getTranslations("assignment.acts")];
  return (
    <div className="flex flex-col gap-6">
      {status === "running" && <Refresh />}
      {(status === "running" || status === "done") && <Progress label={t("progress")} value={done} max={Math.max(1, may)} detail={`${done} / ${may}`} />}
      <div className="flex flex-wrap items-start gap-4">
        {status === "ready" && (may > 0 ? <ActForm action={confirm} hidden={{ id, idempotencyKey: randomUUID() }} label={t("confirm", { act: acts(act), count: may })} /> : <p className="text-muted">{t("nothing")}</p>)}
        {(status === "ready" || status === "running") && <ActForm action={cancel} hidden={{ id }} label={t("cancel")} look="secondary" />}
      </div>
      {status === "running" && <ButtonRow><ButtonLink href={path} look="quiet">{t("refresh")}</ButtonLink></ButtonRow>}
    </div>
  );
}

async function Rows({ rows }: { rows: readonly Row[] }) {
  const [t, errors] = [await getTranslations("assignment.bulk"), await getTranslations("errors")];
  const reason = ({ problem }: Row) => problem && <span className="block text-small text-muted">{refusalText(errors, problem)}</span>;
  return (
    <Table
      caption={t("rowsTitle")} captionHidden dense rows={rows} rowKey={({ position }) => String(position)} empty={<EmptyState title={t("noRows")} />}
      columns={[
        { key: "number", header: t("columns.number"), rowHeader: true, cell: ({ number, itemName }) => (itemName ? <TextLink href={`/desk/applications/${number}`} className="inline-block py-1 whitespace-nowrap tabular-nums">{shownNumber(number)}</TextLink> : <span className="tabular-nums">{shownNumber(number)}</span>) },
        { key: "item", header: t("columns.item"), cell: ({ itemName }) => itemName && <Chinese>{itemName}</Chinese> },
        { key: "plan", header: t("columns.plan"), cell: (row) => <><Tag tone={row.plan === "may" ? "success" : "warning"}>{t(`plan.${row.plan}`)}</Tag>{row.plan === "mayNot" && reason(row)}</> },
        { key: "outcome", header: t("columns.outcome"), cell: (row) => (row.outcome ? <><Tag tone={row.outcome === "done" ? "success" : "danger"}>{t(`outcome.${row.outcome}`)}</Tag>{row.outcome === "refused" && reason(row)}</> : row.plan === "may" ? <span className="text-muted">{t("waiting")}</span> : null) },
      ]}
    />
  );
}

function shownNumber(text: string): string {
  const number = parseApplicationNumber(text);
  return number ? formatApplicationNumber(number) : text;
}

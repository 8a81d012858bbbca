import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { RadioGroup } from "@/app/_ui/Choices";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Pagination } from "@/app/_ui/Navigation";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { bulkActs, longestBulk, type BulkAct } from "@/domain/applications/schema/assignment";
import { OrderForm } from "./OrderForm";

const path = "/desk/bulk";
const list = z.union([z.string(), z.array(z.string())]).optional().catch(undefined).transform((value) => [value ?? []].flat());
const Query = z.object({
  case: list, all: z.string().optional().catch(undefined), filter: z.string().max(2000).catch(""), act: z.enum(bulkActs).optional().catch(undefined),
  cursor: z.string().max(200).optional().catch(undefined), kept: z.string().optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assignment.bulk"))("title") };
}

/** What is done to many cases: the act, then what it needs; and one's own runs. */
export default async function BulkPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [query, t, desk, caller] = [Query.parse(await searchParams), await getTranslations("assignment.bulk"), await getTranslations("desk.queue"), await api()];
  const runs = await answer(caller.applications.bulkRuns(query.cursor ? { cursor: query.cursor } : {}), path);
  const kept = await restored(query.kept, path);
  const chosen = kept ? { ...query, ...Query.parse({ ...query, ...kept }) } : query;
  const some = chosen.case.length > 0 || chosen.all !== undefined;
  return (
    <Page width="wide" before={<Breadcrumbs trail={[{ href: "/desk", label: desk("title") }]} current={t("title")} />} notice={kept && <RestoredNotice />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {some ? (
        <Section title={chosen.all === undefined ? t("chosen", { count: Math.min(chosen.case.length, longestBulk) }) : t("all", { count: longestBulk })}>
          {chosen.act ? <Order query={chosen} act={chosen.act} start={kept} /> : <Choice query={chosen} />}
        </Section>
      ) : (
        <EmptyState title={t("none")} actions={<TextLink href="/desk" className="tap">{t("toQueue")}</TextLink>}>{t("noneHint")}</EmptyState>
      )}
      <Runs rows={runs.rows} />
      <Pagination nextHref={runs.nextCursor ? `${path}?${new URLSearchParams({ cursor: runs.nextCursor })}` : undefined} />
    </Page>
  );
}

/** The selection as it goes from page to page. */
const selection = ({ case: cases, all, filter }: Query): Record<string, string | readonly string[]> => ({ ...(all === undefined ? { case: cases } : { all }), filter });

const doneBy: Record<BulkAct, readonly string[]> = {
  claim: ["clerk", "reviewer", "approver", "certificateOfficer"], release: ["clerk", "reviewer", "approver", "certificateOfficer"], handOver: ["clerk", "reviewer", "approver", "certificateOfficer", "supervisor"],
  accept: ["clerk"], startReview: ["reviewer"], completeStep: ["clerk", "reviewer", "approver", "certificateOfficer"], deliver: ["certificateOfficer", "clerk"], close: ["certificateOfficer", "clerk"],
};

/** The acts that anybody in one's roles does; what goes for each case is told later. */
async function Choice({ query }: { query: Query }) {
  const [t, acts, hints, locale, account] = await Promise.all([getTranslations("assignment.bulk"), getTranslations("assignment.acts"), getTranslations("assignment.actHints"), getLocale(), currentAccount()]);
  const offered = bulkActs.filter((act) => account?.roles.some((role) => doneBy[act].includes(role)));
  return (
    <form method="get" action={localePath(locale, path)}>
      {Object.entries(selection(query)).flatMap(([name, values]) => [values].flat().map((value) => <input key={`${name}/${value}`} type="hidden" name={name} value={value} />))}
      <FieldStack>
        <RadioGroup name="act" legend={t("act")} defaultValue={offered[0]} choices={offered.map((value) => ({ value, label: acts(value), hint: hints(value) }))} />
        <div><Button type="submit" look="primary">{t("next")}</Button></div>
      </FieldStack>
    </form>
  );
}

async function Order({ query, act, start }: { query: Query; act: BulkAct; start: React.ComponentProps<typeof OrderForm>["start"] }) {
  const [t, acts, caller] = [await getTranslations("assignment.bulk"), await getTranslations("assignment.acts"), await api()];
  const colleagues = act === "handOver" ? await answer(caller.applications.officeColleagues(), path) : [];
  const back = new URLSearchParams(Object.entries(selection(query)).flatMap(([name, values]) => [values].flat().map((value) => [name, value])));
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap items-baseline gap-x-4"><strong>{acts(act)}</strong><TextLink href={`${path}?${back}`} className="tap">{t("change")}</TextLink></p>
      <ClientMessages areas={["assignment", "errors", "ui"]}><OrderForm act={act} hidden={{ ...selection(query), idempotencyKey: randomUUID() }} colleagues={colleagues} start={start} /></ClientMessages>
    </div>
  );
}

async function Runs({ rows }: { rows: Answers["applications"]["bulkRuns"]["rows"] }) {
  const [t, acts] = [await getTranslations("assignment.bulk"), await getTranslations("assignment.acts")];
  return (
    <Section title={t("runs")}>
      <Table
        caption={t("runs")} captionHidden dense rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("runsEmpty")} />}
        columns={[
          { key: "what", header: t("what"), rowHeader: true, cell: ({ id, act }) => <TextLink href={`${path}/${id}`} className="tap">{acts(act)}</TextLink> },
          { key: "status", header: t("status"), cell: ({ status }) => <Tag tone={status === "done" ? "success" : "info"}>{t(`statuses.${status}`)}</Tag> },
          { key: "rows", header: t("rows"), align: "end", cell: ({ total }) => total },
          { key: "started", header: t("started"), cell: ({ createdAt }) => formatStamp(createdAt) },
        ]}
      />
    </Section>
  );
}

import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { requestTitle } from "@/app/_shared/records/requestTitle";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Request = Answers["records"]["listRequests"]["rows"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data.desk"))("title") };
}

const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** The requests about personal data that wait for an answer, the most urgent first. */
export default async function DataRequestsPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("data.desk")]);
  const state = query["state"] === "answered" ? "answered" : "open";
  const [cursor, done] = [text(query["cursor"]), text(query["answered"])];
  const here = state === "answered" ? "/desk/data-requests?state=answered" : "/desk/data-requests";
  const { rows, nextCursor } = await answer((await api()).records.listRequests({ state, ...(cursor && { cursor }) }), localePath(locale, here));
  const nextHref = nextCursor ? `${here}${state === "answered" ? "&" : "?"}cursor=${encodeURIComponent(nextCursor)}` : undefined;
  return (
    <Page width="wide" notice={done && <Notice tone="success" live>{t("answered", { number: done })}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Tabs label={t("tabs.label")} tabs={[{ href: "/desk/data-requests", label: t("tabs.open"), current: state === "open" }, { href: "/desk/data-requests?state=answered", label: t("tabs.answered"), current: state === "answered" }]} />
      <Requests rows={rows} state={state} />
      {(cursor || nextHref) && <Pagination previousHref={cursor && here} nextHref={nextHref} />}
    </Page>
  );
}

function Requests({ rows, state }: { rows: readonly Request[]; state: "open" | "answered" }) {
  const t = useTranslations("data.desk");
  const data = useTranslations("data");
  const locale = useLocale();
  const empty = state === "open" ? <EmptyState title={t("empty")}>{t("emptyText")}</EmptyState> : <EmptyState title={t("emptyAnswered")} />;
  return (
    <Table
      dense caption={t("title")} captionHidden rows={rows} rowKey={({ id }) => id} empty={empty}
      columns={[
        { key: "number", header: t("columns.number"), rowHeader: true, cell: ({ number }) => <TextLink href={`/desk/data-requests/${number}`} className="tap tabular-nums">{number}</TextLink> },
        { key: "what", header: t("columns.what"), cell: (request) => requestTitle(data, request) },
        { key: "who", header: t("columns.who"), cell: ({ nameMasked }) => nameMasked },
        { key: "filed", header: t("columns.filed"), cell: ({ filedAt }) => formatDayShort(dayOfInstant(filedAt), locale) },
        { key: "due", header: t("columns.due"), cell: ({ dueOn }) => formatDayShort(dueOn, locale) },
        { key: "state", header: t("columns.state"), cell: ({ light, state: now }) => (now === "open" ? <CaseLight light={light} /> : data(`requests.states.${now}`)) },
      ]}
    />
  );
}

import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Row = Answers["enquiries"]["list"]["rows"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("enquiries.desk"))("title") };
}

const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** What people ask and report, the most urgent first. */
export default async function EnquiriesPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("enquiries.desk")]);
  const state = query["state"] === "answered" ? "answered" : "open";
  const [cursor, done] = [text(query["cursor"]), text(query["answered"])];
  const here = state === "answered" ? "/desk/enquiries?state=answered" : "/desk/enquiries";
  const { rows, nextCursor } = await answer((await api()).enquiries.list({ state, ...(cursor && { cursor }) }), localePath(locale, here));
  const nextHref = nextCursor ? `${here}${state === "answered" ? "&" : "?"}cursor=${encodeURIComponent(nextCursor)}` : undefined;
  return (
    <Page width="wide" notice={done && <Notice tone="success" live>{t("answered", { number: done })}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Tabs label={t("tabs.label")} tabs={[{ href: "/desk/enquiries", label: t("tabs.open"), current: state === "open" }, { href: "/desk/enquiries?state=answered", label: t("tabs.answered"), current: state === "answered" }]} />
      <Enquiries rows={rows} state={state} />
      {(cursor || nextHref) && <Pagination previousHref={cursor && here} nextHref={nextHref} />}
    </Page>
  );
}

function Enquiries({ rows, state }: { rows: readonly Row[]; state: "open" | "answered" }) {
  const t = useTranslations("enquiries");
  const locale = useLocale();
  const empty = state === "open" ? <EmptyState title={t("desk.empty")}>{t("desk.emptyText")}</EmptyState> : <EmptyState title={t("desk.emptyAnswered")} />;
  return (
    <Table
      dense caption={t("desk.title")} captionHidden rows={rows} rowKey={({ id }) => id} empty={empty}
      columns={[
        { key: "number", header: t("number"), rowHeader: true, cell: ({ id, number }) => <TextLink href={`/desk/enquiries/${id}`} className="tap tabular-nums">{number}</TextLink> },
        { key: "kind", header: t("desk.kind"), cell: ({ kind }) => t(`kinds.${kind}.label`) },
        { key: "item", header: t("desk.item"), cell: ({ itemName }) => (itemName ? <Chinese>{itemName}</Chinese> : t("desk.portal")) },
        { key: "sent", header: t("sentOn"), cell: ({ sentAt }) => formatDayShort(dayOfInstant(sentAt), locale) },
        { key: "due", header: t("dueOn"), cell: ({ dueOn }) => formatDayShort(dueOn, locale) },
        { key: "state", header: t("desk.state"), cell: ({ light, state: now }) => (now === "open" ? <CaseLight light={light} /> : t("states.answered")) },
      ]}
    />
  );
}

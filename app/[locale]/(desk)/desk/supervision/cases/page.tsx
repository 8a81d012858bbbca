import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { StatusTag } from "@/app/_shared/applications/StatusLine";
import { CaseLight, DueDay } from "@/app/_shared/desk/DueLight";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber } from "@/domain/core/codes";
import { casesHref, figuresHref, figuresInput, readBehind, readFigures } from "../query";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Listed = Answers["supervision"]["cases"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("supervision.cases"))("title") };
}

/** The cases behind a figure. */
export default async function SupervisedCasesPage({ searchParams }: Props) {
  const [params, locale, t, calls] = await Promise.all([searchParams, getLocale(), getTranslations("supervision"), api()]);
  const asked = new URLSearchParams(Object.entries(params).flatMap(([name, values]) => [values ?? []].flat().map((value) => [name, value])));
  const { today } = await answer(calls.supervision.choices(), localePath(locale, `/desk/supervision/cases?${asked.toString()}`));
  const [query, { cursor, ...behind }] = [readFigures(params, today), readBehind(params)];
  const listed = await answer(calls.supervision.cases({ ...figuresInput(query), ...behind, limit: 50, ...(cursor ? { cursor } : {}) }), localePath(locale, casesHref(query, behind, cursor)));
  return (
    <Page width="wide" before={<Breadcrumbs trail={[{ href: figuresHref(query), label: t("title") }]} current={t("cases.title")} />}>
      <PageHeading caption={t("cases.title")} title={t(`groups.${behind.group}`)} lead={t("cases.lead", { from: formatDayShort(query.fromOn, locale), through: formatDayShort(query.throughOn, locale) })} />
      <Cases listed={listed} />
      <div className="flex flex-wrap items-center gap-6" data-print="no">
        {cursor && <TextLink href={casesHref(query, behind)} className="tap">{t("cases.firstPage")}</TextLink>}
        <Pagination nextHref={listed.nextCursor ? casesHref(query, behind, listed.nextCursor) : undefined} />
      </div>
    </Page>
  );
}

function Cases({ listed: { rows, today } }: { listed: Listed }) {
  const t = useTranslations("supervision");
  const desk = useTranslations("desk.columns");
  const locale = useLocale();
  const day = (on: string | null) => (on ? <time dateTime={on} className="whitespace-nowrap">{formatDayShort(on, locale)}</time> : "—");
  return (
    <Table
      dense caption={t("cases.title")} captionHidden rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("cases.empty")}><p>{t("cases.emptyHint")}</p></EmptyState>}
      columns={[
        { key: "light", header: desk("light"), cell: ({ light }) => <span className="whitespace-nowrap"><CaseLight light={light} /></span> },
        { key: "number", header: desk("number"), rowHeader: true, cell: ({ number }) => <TextLink href={`/desk/applications/${number}`} className="inline-block py-1"><span className="whitespace-nowrap tabular-nums">{formatApplicationNumber(number)}</span></TextLink> },
        { key: "item", header: desk("item"), cell: ({ itemName, itemNameEn }) => <span className="block min-w-[12em]"><ItemName name={itemName} nameEn={itemNameEn} /></span> },
        { key: "department", header: t("columns.department"), cell: ({ departmentName }) => <span className="block min-w-[11em]"><Chinese>{departmentName}</Chinese></span> },
        { key: "status", header: desk("status"), cell: ({ status }) => <StatusTag status={status} /> },
        { key: "due", header: t("columns.caseDue"), cell: (row) => <DueDay {...row} today={today} /> },
        { key: "received", header: t("columns.received"), cell: ({ receivedOn }) => day(receivedOn) },
        { key: "decided", header: t("columns.decided"), cell: ({ decidedOn }) => day(decidedOn) },
        { key: "holder", header: desk("claimed"), cell: ({ holder }) => (holder ? <Chinese>{holder}</Chinese> : "—") },
        { key: "supervise", header: t("columns.supervise"), cell: ({ number }) => <TextLink href={`/desk/supervision/cases/${number}`} className="inline-block py-1">{t("cases.supervise")}<span className="sr-only"> {formatApplicationNumber(number)}</span></TextLink> },
      ]}
    />
  );
}

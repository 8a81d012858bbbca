import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { Chinese } from "@/app/_shared/items/Localised";
import { SupervisionTabs } from "@/app/_shared/supervision/SupervisionTabs";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { urgingStates } from "@/domain/supervision/schema";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Urging = Answers["supervision"]["urgings"]["rows"][number];

const base = "/desk/supervision/urgings";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("supervision.urgings"))("title") };
}

/** The urgings of one's places: those that wait for an answer, what is due first; those answered; those that ended. */
export default async function UrgingsPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("supervision")]);
  const state = urgingStates.find((name) => name === query["state"]) ?? "open";
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const { rows, nextCursor } = await answer((await api()).supervision.urgings({ state, limit: 50, ...(cursor ? { cursor } : {}) }), localePath(locale, `${base}?state=${state}`));
  return (
    <Page width="wide">
      <PageHeading title={t("urgings.title")} lead={t("urgings.lead")} />
      <SupervisionTabs current="urgings" />
      <Tabs label={t("urgings.states")} tabs={urgingStates.map((name) => ({ href: `${base}?state=${name}`, label: t(`urging.states.${name}`), current: name === state }))} />
      <Urgings rows={rows} />
      <Pagination previousHref={cursor && `${base}?state=${state}`} nextHref={nextCursor && `${base}?state=${state}&cursor=${encodeURIComponent(nextCursor)}`} />
    </Page>
  );
}

function Urgings({ rows }: { rows: readonly Urging[] }) {
  const t = useTranslations("supervision");
  const locale = useLocale();
  return (
    <Table
      dense caption={t("urgings.title")} captionHidden rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("urgings.none")}><p>{t("urgings.noneHint")}</p></EmptyState>}
      columns={[
        { key: "light", header: t("columns.light"), cell: ({ light, state }) => (state === "open" ? <span className="whitespace-nowrap"><CaseLight light={light} /></span> : t(`urging.states.${state}`)) },
        { key: "number", header: t("urgings.number"), rowHeader: true, cell: ({ number, applicationNumber }) => <TextLink href={`/desk/supervision/cases/${applicationNumber}`} className="inline-block py-1 tabular-nums">{number}</TextLink> },
        { key: "case", header: t("columns.case"), cell: ({ applicationNumber }) => <span className="whitespace-nowrap tabular-nums">{applicationNumber}</span> },
        { key: "item", header: t("columns.item"), cell: ({ itemName }) => <Chinese>{itemName}</Chinese> },
        { key: "to", header: t("urgings.to"), cell: ({ toName, departmentName }) => <Chinese>{toName ?? departmentName}</Chinese> },
        { key: "by", header: t("urgings.answerBy"), cell: ({ answerBy }) => <time dateTime={answerBy} className="whitespace-nowrap">{formatDayShort(answerBy, locale)}</time> },
        { key: "expected", header: t("urgings.expectedOn"), cell: ({ expectedOn }) => (expectedOn ? <time dateTime={expectedOn} className="whitespace-nowrap">{formatDayShort(expectedOn, locale)}</time> : "—") },
        { key: "issued", header: t("urgings.issuedBy"), cell: ({ issuedByName }) => <Chinese>{issuedByName}</Chinese> },
      ]}
    />
  );
}

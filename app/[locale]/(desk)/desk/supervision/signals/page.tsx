import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { SupervisionTabs } from "@/app/_shared/supervision/SupervisionTabs";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { signalStates } from "@/domain/supervision/schema";
import { Grade, type SignalView } from "../Signal";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const base = "/desk/supervision/signals";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("supervision.signals"))("title") };
}

/** What the rules of supervision found, the latest first. */
export default async function SignalsPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("supervision")]);
  const state = signalStates.find((name) => name === query["state"]) ?? "open";
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const { rows, nextCursor } = await answer((await api()).supervision.signals({ state, limit: 50, ...(cursor ? { cursor } : {}) }), localePath(locale, `${base}?state=${state}`));
  return (
    <Page width="wide">
      <PageHeading title={t("signals.title")} lead={t("signals.lead")} />
      <SupervisionTabs current="signals" />
      <Tabs label={t("signals.states")} tabs={signalStates.map((name) => ({ href: `${base}?state=${name}`, label: t(`signal.states.${name}`), current: name === state }))} />
      <Signals rows={rows} />
      <Pagination previousHref={cursor && `${base}?state=${state}`} nextHref={nextCursor && `${base}?state=${state}&cursor=${encodeURIComponent(nextCursor)}`} />
    </Page>
  );
}

function Signals({ rows }: { rows: readonly SignalView[] }) {
  const t = useTranslations("supervision");
  return (
    <Table
      dense caption={t("signals.title")} captionHidden rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("signals.none")} />}
      columns={[
        { key: "grade", header: t("signal.grade"), cell: ({ grade }) => <Grade grade={grade} /> },
        { key: "number", header: t("signal.number"), rowHeader: true, cell: ({ number, applicationNumber }) => <TextLink href={`/desk/supervision/cases/${applicationNumber}#signals`} className="inline-block py-1 tabular-nums">{number}</TextLink> },
        { key: "rule", header: t("signal.rule"), cell: ({ code, rule }) => <>{code} {t(`rules.${rule}`)}</> },
        { key: "case", header: t("columns.case"), cell: ({ applicationNumber }) => <span className="whitespace-nowrap tabular-nums">{applicationNumber}</span> },
        { key: "item", header: t("columns.item"), cell: ({ itemName }) => <Chinese>{itemName}</Chinese> },
        { key: "department", header: t("signal.department"), cell: ({ departmentName }) => <Chinese>{departmentName}</Chinese> },
        { key: "raised", header: t("signal.raised"), cell: ({ raisedAt }) => <span className="whitespace-nowrap">{formatStamp(raisedAt)}</span> },
      ]}
    />
  );
}

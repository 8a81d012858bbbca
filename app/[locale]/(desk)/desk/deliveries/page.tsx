import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { deliveryStates } from "@/domain/applications/schema/deliveries";
import { formatApplicationNumber } from "@/domain/core/codes";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Delivery = Answers["applications"]["deliveries"]["rows"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deliveries.list"))("title") };
}

const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** The papers that this desk sends and hands over, by where they are. */
export default async function DeliveriesPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("deliveries")]);
  const state = deliveryStates.find((one) => one === query["state"]);
  const cursor = text(query["cursor"]);
  const here = `/desk/deliveries${state ? `?state=${state}` : ""}`;
  const { rows, nextCursor } = await answer((await api()).applications.deliveries({ ...(state && { state }), ...(cursor && { cursor }) }), localePath(locale, here));
  return (
    <Page width="wide">
      <PageHeading title={t("list.title")} lead={t("list.lead")} />
      <ButtonRow><ButtonLink href="/desk/deliveries/labels">{t("list.labels")}</ButtonLink></ButtonRow>
      <Tabs label={t("list.tabs")} tabs={[{ href: "/desk/deliveries", label: t("list.all"), current: !state }, ...deliveryStates.map((one) => ({ href: `/desk/deliveries?state=${one}`, label: t(`states.${one}`), current: state === one }))]} />
      <Papers rows={rows} />
      {(cursor || nextCursor) && <Pagination previousHref={cursor && here} nextHref={nextCursor && `${here}${state ? "&" : "?"}cursor=${encodeURIComponent(nextCursor)}`} />}
    </Page>
  );
}

function Papers({ rows }: { rows: readonly Delivery[] }) {
  const t = useTranslations("deliveries");
  const locale = useLocale();
  return (
    <Table
      dense caption={t("list.title")} captionHidden rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("list.empty")} />}
      columns={[
        { key: "number", header: t("list.number"), rowHeader: true, cell: ({ number }) => <TextLink href={`/desk/applications/${number}/delivery`} className="tap tabular-nums">{formatApplicationNumber(number)}</TextLink> },
        { key: "item", header: t("list.item"), cell: ({ itemName }) => <Chinese>{itemName}</Chinese> },
        { key: "who", header: t("facts.applicant"), cell: ({ applicantMasked }) => <Chinese>{applicantMasked}</Chinese> },
        { key: "way", header: t("facts.way"), cell: ({ way }) => t(`ways.${way}`) },
        { key: "state", header: t("facts.state"), cell: ({ state }) => t(`states.${state}`) },
        { key: "tracking", header: t("facts.tracking"), cell: ({ trackingNumber }) => trackingNumber ?? "—" },
        { key: "due", header: t("list.due"), cell: ({ dueOn }) => (dueOn ? formatDayShort(dueOn, locale) : "—") },
        { key: "changed", header: t("list.changed"), cell: ({ changedAt }) => formatStamp(changedAt) },
      ]}
    />
  );
}

import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Checkbox } from "@/app/_ui/Choices";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { ratingLevels } from "@/domain/ratings/schema/levels";
import { ListRectifications, rectificationActs, rectificationStatuses } from "@/domain/ratings/schema/rectification";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Query = Record<string, string>;
type List = Answers["ratings"]["listRectifications"];
type Row = List["rows"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rectification"))("title") };
}

const kept = ["status", "level", "departmentId", "mine", "late"] as const;

/** The address of the same list: its filters and nothing else. */
function addressOf(query: Query, over: Query = {}): string {
  const all = { ...Object.fromEntries(kept.flatMap((name) => (query[name] ? [[name, query[name]]] : []))), ...over };
  return `/desk/ratings?${new URLSearchParams(all)}`;
}

function askedIn(query: Query): ListRectifications {
  const { status, level, departmentId, cursor } = query;
  const asked = ListRectifications.safeParse({
    ...(status ? { status } : {}), ...(level ? { level } : {}), ...(departmentId ? { departmentId } : {}), ...(cursor ? { cursor } : {}), mine: query["mine"] === "yes", late: query["late"] === "yes",
  });
  return asked.data ?? ListRectifications.parse({});
}

/** Low ratings and what is done about them, the most urgent first; the filters are the address. */
export default async function RatingsDeskPage({ searchParams }: Props) {
  const [raw, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("rectification")]);
  const query = Object.fromEntries(Object.entries(raw).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
  const asked = askedIn(query);
  const list = await answer((await api()).ratings.listRectifications(asked), localePath(locale, addressOf(query)));
  const done = rectificationActs.find((act) => act === query["done"]);
  return (
    <Page width="wide" notice={done && <Notice tone="success" live>{t("done", { act: t(`acts.${done}`) })}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} actions={<ButtonRow><ButtonLink href="/desk/ratings/statistics">{t("statistics")}</ButtonLink>{(await holds("supervisor")) && <ButtonLink href="/desk/ratings/devices">{t("devices")}</ButtonLink>}</ButtonRow>} />
      <Tabs label={t("tabs.label")} tabs={rectificationStatuses.map((status) => ({ href: addressOf(query, { status }), label: t(`tabs.${status}`), current: status === asked.status }))} />
      <Filters asked={asked} departments={list.departments} />
      <Rows rows={list.rows} />
      {(query["cursor"] || list.nextCursor) && <Pagination previousHref={query["cursor"] && addressOf(query)} nextHref={list.nextCursor && addressOf(query, { cursor: list.nextCursor })} />}
    </Page>
  );
}

function Filters({ asked, departments }: { asked: ListRectifications; departments: List["departments"] }) {
  const t = useTranslations("rectification.filters");
  const levels = useTranslations("ratings.levels");
  return (
    <form method="get" action="" aria-label={t("legend")} className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <input type="hidden" name="status" value={asked.status} />
      <Select name="level" label={t("level")} empty={t("anyLevel")} defaultValue={asked.level ?? ""} width="medium" options={ratingLevels.filter((level) => level.toLowerCase().includes("dissatisfied")).map((level) => ({ value: level, label: levels(level) }))} />
      {departments.length > 1 && <Select name="departmentId" label={t("department")} empty={t("anyDepartment")} defaultValue={asked.departmentId ?? ""} width="medium" options={departments.map(({ id, name }) => ({ value: id, label: name }))} />}
      <Checkbox name="mine" label={t("mine")} defaultChecked={asked.mine} />
      <Checkbox name="late" label={t("late")} defaultChecked={asked.late} />
      <Button type="submit">{t("apply")}</Button>
    </form>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("rectification");
  const levels = useTranslations("ratings.levels");
  const locale = useLocale();
  return (
    <Table
      dense caption={t("title")} captionHidden rows={rows} rowKey={({ id }) => id} empty={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      columns={[
        { key: "what", header: t("columns.what"), rowHeader: true, cell: ({ id, level, anonymous }) => <TextLink href={`/desk/ratings/${id}`} className="tap">{levels(level)} · {t(anonymous ? "nameless" : "named")}</TextLink> },
        { key: "department", header: t("columns.department"), cell: ({ departmentName }) => departmentName },
        { key: "item", header: t("columns.item"), cell: ({ itemName }) => itemName ?? <span className="text-muted">{t("noItem")}</span> },
        { key: "owner", header: t("columns.owner"), cell: ({ ownerName, mine }) => (mine ? t("mine") : (ownerName ?? t("noOwner"))) },
        { key: "opened", header: t("columns.opened"), cell: ({ openedOn }) => formatDayShort(openedOn, locale) },
        { key: "due", header: t("columns.due"), cell: ({ dueOn }) => (dueOn ? formatDayShort(dueOn, locale) : "—") },
        { key: "state", header: t("columns.state"), cell: ({ status, light, appealWaits }) => (appealWaits ? t("appealWaits") : light ? <CaseLight light={light} /> : t(`tabs.${status}`)) },
      ]}
    />
  );
}

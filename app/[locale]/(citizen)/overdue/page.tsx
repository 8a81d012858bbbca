import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDay, formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("supervision.overdue"))("title") };
}

/** The cases that are past their statutory date, published with the reason (优化营商环境条例 37). */
export default async function OverduePage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("supervision.overdue")]);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const { today, departments, rows, nextCursor } = await answer((await api()).supervision.overdue({ limit: 50, ...(cursor ? { cursor } : {}) }), localePath(locale, "/overdue"));
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead", { day: formatDay(today, locale) })} />
      {rows.length === 0 ? <EmptyState title={t("none")}><p>{t("noneHint")}</p></EmptyState> : (
        <>
          <Section title={t("departments")}>
            <Table
              caption={t("departments")} captionHidden rows={departments} rowKey={({ name }) => name}
              columns={[{ key: "name", header: t("department"), rowHeader: true, cell: ({ name }) => <Chinese>{name}</Chinese> }, { key: "count", header: t("count"), align: "end", cell: ({ count }) => count }]}
            />
          </Section>
          <Section title={t("cases")}>
            <Table
              caption={t("cases")} captionHidden cards rows={rows} rowKey={({ number }) => number}
              columns={[
                { key: "number", header: t("number"), rowHeader: true, cell: ({ number }) => <span className="whitespace-nowrap tabular-nums">{number}</span> },
                { key: "item", header: t("item"), cell: ({ itemName }) => <span className="block min-w-[8em]"><Chinese>{itemName}</Chinese></span> },
                { key: "department", header: t("department"), cell: ({ departmentName }) => <span className="block min-w-[10em]"><Chinese>{departmentName}</Chinese></span> },
                { key: "due", header: t("due"), cell: ({ statutoryDueOn }) => <time dateTime={statutoryDueOn} className="whitespace-nowrap">{formatDayShort(statutoryDueOn, locale)}</time> },
                { key: "over", header: t("over"), align: "end", cell: ({ workdaysOver }) => workdaysOver || t("underOne") },
                { key: "reason", header: t("reason"), cell: ({ reason }) => (reason ? <Chinese>{reason}</Chinese> : <span className="text-muted">{t("noReason")}</span>) },
              ]}
            />
          </Section>
        </>
      )}
      <Pagination previousHref={cursor && "/overdue"} nextHref={nextCursor && `/overdue?cursor=${encodeURIComponent(nextCursor)}`} />
    </Page>
  );
}

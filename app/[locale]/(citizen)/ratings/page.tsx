import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { FigureTable } from "@/app/_shared/ratings/FigureTable";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Page, PageHeading, Prose } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { FigureKind, figureKinds } from "@/domain/ratings/schema/figures";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ratings.figures"))("title") };
}

/** How people rate, by department, division and item: as plain tables, of whole weeks. */
export default async function RatingsPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("ratings.figures")]);
  const kind = FigureKind.safeParse(query["by"]).data ?? "department";
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const here = `/ratings?by=${kind}`;
  const { rows, nextCursor } = await answer((await api()).ratings.listFigures({ kind, ...(cursor ? { cursor } : {}) }), localePath(locale, here));
  const nextHref = nextCursor ? `${here}&cursor=${encodeURIComponent(nextCursor)}` : undefined;
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Tabs label={t("by.label")} tabs={figureKinds.map((one) => ({ href: `/ratings?by=${one}`, label: t(`by.${one}`), current: one === kind }))} />
      <FigureTable rows={rows} caption={t(`by.${kind}`)} empty={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>} />
      {(cursor || nextHref) && <Pagination previousHref={cursor && here} nextHref={nextHref} />}
      <Prose><p>{t("howCounted")}</p><p><TextLink href="/rate/receipt" className="tap">{t("receiptLink")}</TextLink></p></Prose>
    </Page>
  );
}

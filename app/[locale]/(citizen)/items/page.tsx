import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { HotWords } from "@/app/_shared/items/HotWords";
import { ItemList } from "@/app/_shared/items/ItemList";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { searchHref, searchInput, SearchQuery } from "./query";
import { ChosenFilters, SearchForm } from "./SearchForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [t, { q }] = [await getTranslations("items"), SearchQuery.parse(await searchParams)];
  return { title: q ? t("search.resultsFor", { query: q }) : t("title") };
}

export default async function ItemsPage({ searchParams }: Props) {
  const query = SearchQuery.parse(await searchParams);
  const [t, caller] = await Promise.all([getTranslations("items"), api()]);
  const [{ rows, partly, nextCursor, elderMode }, facets] = await answer(Promise.all([caller.items.search(searchInput(query)), caller.items.facets()]), searchHref(query));
  return (
    <Page>
      <PageHeading title={query.q ? t("search.resultsFor", { query: query.q }) : t("title")} />
      <SearchForm query={query} facets={facets} />
      {!query.q && <HotWords />}
      {elderMode && (
        <Notice title={t("search.elder.title")} actions={<ButtonLink href="/elder" look="primary">{t("search.elder.action")}</ButtonLink>}>{t("search.elder.text")}</Notice>
      )}
      <ChosenFilters query={query} facets={facets} />
      {rows.length > 0 && partly && !query.cursor && <Notice title={t("search.partly.title")}>{t("search.partly.text")}</Notice>}
      {rows.length > 0 && <ItemList rows={rows} />}
      {rows.length === 0 && !elderMode && <NothingFound />}
      {!query.q && <OtherWays />}
      <Pagination nextHref={nextCursor && searchHref({ ...query, cursor: nextCursor })} />
      {query.cursor && <p><TextLink href={searchHref({ ...query, cursor: undefined })} className="inline-flex min-h-tap items-center">{t("search.firstPage")}</TextLink></p>}
    </Page>
  );
}

/** Without a word to search for: by what happens in life, by who handles it. */
function OtherWays() {
  const t = useTranslations("items.search.otherWays");
  return (
    <nav aria-label={t("title")} data-print="no" className="flex flex-wrap gap-x-8">
      <TextLink href="/life-events" className="tap">{t("lifeEvents")}</TextLink>
      <TextLink href="/departments" className="tap">{t("departments")}</TextLink>
    </nav>
  );
}

function NothingFound() {
  const t = useTranslations("items.search");
  return (
    <EmptyState title={t("empty")}>
      <ul className="list-disc pl-[1.4em]">
        {(["shorter", "letters", "filters", "call"] as const).map((hint) => <li key={hint}>{t(`emptyHints.${hint}`)}</li>)}
      </ul>
    </EmptyState>
  );
}

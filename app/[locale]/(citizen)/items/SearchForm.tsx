import { useLocale, useTranslations } from "next-intl";
import { localePath } from "@/app/_i18n/routing";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { Checkbox } from "@/app/_ui/Choices";
import { controlClass, fieldId } from "@/app/_ui/fields";
import { FormField } from "@/app/_ui/FormField";
import { Icon } from "@/app/_ui/Icon";
import { Select } from "@/app/_ui/Select";
import { SearchInput } from "@/app/_ui/shell/SearchBox";
import { TextLink } from "@/app/_ui/TextLink";
import { ancestry } from "@/domain/departments/rules";
import { audiences } from "@/domain/items/schema";
import { searchHref, type SearchQuery } from "./query";

type Props = { query: SearchQuery; facets: Answers["items"]["facets"] };

/** Keyword and filters in one plain form. */
export function SearchForm({ query, facets }: Props) {
  const t = useTranslations("items.search");
  return (
    <form action={localePath(useLocale(), "/items")} method="get" role="search" aria-label={t("label")} data-searches="services" data-print="no" className="flex flex-col gap-4">
      <div className="relative flex flex-wrap items-end gap-3">
        <div className="min-w-0 grow basis-80 max-w-form"><FormField name="q" label={t("label")}><div className="flex"><SearchInput id={fieldId("q")} defaultValue={query.q} className={controlClass} /></div></FormField></div>
        <Button type="submit" look="primary" icon="search">{t("submit")}</Button>
      </div>
      <Details summary={t("filters")} open={chosen(query).length > 0}><Filters query={query} facets={facets} /></Details>
    </form>
  );
}

/** What a theme is called in the language of the page. */
const themeName = ({ theme, nameZh, nameEn }: Props["facets"]["themes"][number], locale: string) => (locale === "en" ? nameEn : nameZh) ?? theme;

function Filters({ query, facets }: Props) {
  const t = useTranslations("items.search");
  const locale = useLocale();
  const enums = useTranslations("enums.items.audience");
  const within = query.division ? ancestry(query.division) : undefined;
  const places = facets.divisions.filter(({ code }) => !within || within.includes(code));
  const departments = places.map(({ code, name }) => ({
    label: name,
    options: facets.departments.filter(({ divisionCode }) => divisionCode === code).map(({ id, name: label }) => ({ value: id, label })),
  })).filter(({ options }) => options.length > 0);
  return (
    <div className="flex flex-col gap-5 py-2">
      <div className="grid gap-5 md:grid-cols-2">
        <Select name="audience" label={t("audience")} empty={t("any")} defaultValue={query.audience} options={audiences.map((value) => ({ value, label: enums(value) }))} />
        <Select name="theme" label={t("theme")} empty={t("any")} defaultValue={query.theme} options={facets.themes.map((theme) => ({ value: theme.theme, label: t("themeCount", { name: themeName(theme, locale), count: theme.count }) }))} />
        <Select name="division" label={t("division")} empty={t("any")} defaultValue={query.division} options={facets.divisions.map(({ code, name }) => ({ value: code, label: name }))} />
        <Select name="department" label={t("department")} empty={t("any")} defaultValue={query.department} options={departments} />
      </div>
      <Checkbox name="online" label={t("online")} defaultChecked={query.online === "yes"} />
      <div><Button type="submit">{t("apply")}</Button></div>
    </div>
  );
}

const filterKeys = ["audience", "theme", "division", "department", "online"] as const;
const chosen = (query: SearchQuery) => filterKeys.filter((key) => query[key]);

/** What narrows the search now, each with a link that takes it off. */
export function ChosenFilters({ query, facets }: Props) {
  const t = useTranslations("items.search");
  const enums = useTranslations("enums.items.audience");
  const locale = useLocale();
  const keys = chosen(query);
  if (keys.length === 0) return null;
  const labels: Record<(typeof filterKeys)[number], string | undefined> = {
    audience: query.audience && enums(query.audience),
    theme: facets.themes.filter(({ theme }) => theme === query.theme).map((theme) => themeName(theme, locale))[0] ?? query.theme,
    division: facets.divisions.find(({ code }) => code === query.division)?.name,
    department: facets.departments.find(({ id }) => id === query.department)?.name,
    online: t("online"),
  };
  return (
    <ul aria-label={t("chosen")} data-print="no" className="flex flex-wrap gap-3 elder:gap-4">
      {keys.map((key) => {
        const label = labels[key] ?? query[key] ?? "";
        return (
          <li key={key}>
            <TextLink href={searchHref({ ...query, [key]: undefined, cursor: undefined })} aria-label={t("remove", { label })} className="inline-flex min-h-tap items-center gap-2 rounded-control border border-accent-line bg-accent-soft px-3 no-underline">
              {label}<Icon name="close" className="size-[0.9em]" />
            </TextLink>
          </li>
        );
      })}
      <li><TextLink href={searchHref({ q: query.q })} className="inline-flex min-h-tap items-center px-2">{t("clear")}</TextLink></li>
    </ul>
  );
}

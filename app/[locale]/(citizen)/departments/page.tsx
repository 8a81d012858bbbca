import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { DepartmentList } from "./DepartmentList";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("places"))("title") };
}

/** The departments that have services here, area by area. */
export default async function DepartmentsPage({ searchParams }: Props) {
  const [query, locale, t, caller] = await Promise.all([searchParams, getLocale(), getTranslations("places"), api()]);
  const { divisions, departments } = await caller.items.facets();
  const chosen = divisions.find(({ code }) => code === query["division"])?.code;
  const places = divisions.filter(({ code }) => !chosen || code === chosen)
    .map((place) => ({ ...place, of: departments.filter(({ divisionCode }) => divisionCode === place.code) })).filter(({ of }) => of.length > 0);
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <form action={localePath(locale, "/departments")} method="get" data-print="no" className="flex flex-wrap items-end gap-3">
        <Select name="division" label={t("division")} empty={t("all")} defaultValue={chosen} options={divisions.map(({ code, name }) => ({ value: code, label: name }))} />
        <Button type="submit">{t("show")}</Button>
      </form>
      {places.length === 0 && <EmptyState title={t("none")} actions={<>{chosen && <ButtonLink href="/departments">{t("all")}</ButtonLink>}<ButtonLink href="/items">{t("allItems")}</ButtonLink></>}>{t("noneText")}</EmptyState>}
      {places.map(({ code, name, of }) => <Section key={code} title={<Chinese>{name}</Chinese>}><DepartmentList departments={of} /></Section>)}
    </Page>
  );
}

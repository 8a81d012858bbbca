import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClosureNotice } from "@/app/_shared/departments/Closures";
import { WindowList } from "@/app/_shared/departments/Windows";
import { ItemList } from "@/app/_shared/items/ItemList";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { DepartmentList } from "../../departments/DepartmentList";

type Props = { params: Promise<{ code: string }> };

const shown = 10;
const readDivision = cache(async (code: string) => answer((await api()).departments.getDivision({ code }), `/divisions/${code}`));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { name }] = [await getTranslations("places"), await readDivision((await params).code)];
  return { title: t("placeTitle", { name }) };
}

/** A place: its services with those of the city and the province, its departments, windows, and what lies within. */
export default async function DivisionPage({ params }: Props) {
  const { code } = await params;
  const [{ name, path }, t, caller] = [await readDivision(code), await getTranslations("places"), await api()];
  const [{ rows }, children, windows, facets] = await Promise.all([
    caller.items.search({ division: code, limit: shown }), caller.departments.listDivisions({ parent: code }), caller.departments.listWindows({ division: code }), caller.items.facets(),
  ]);
  const departments = facets.departments.filter(({ divisionCode }) => divisionCode === code);
  const inUse = new Set(facets.divisions.map((place) => place.code));
  const within = children.filter((child) => inUse.has(child.code));
  const trail = path.filter((one) => one.code !== code).map((one) => ({ href: `/divisions/${one.code}`, label: one.name }));
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/departments", label: t("title") }, ...trail]} current={name} />}>
      <PageHeading title={t.rich("place", { name, zh: (text) => <Chinese>{text}</Chinese> })} lead={t("placeLead")} />
      <ClosureNotice place="division" id={code} />
      {rows.length === 0 && <EmptyState title={t("noServices")} actions={<ButtonLink href="/items">{t("allItems")}</ButtonLink>}>{t("noServicesText")}</EmptyState>}
      {rows.length > 0 && (
        <Section title={t.rich("placeServices", { name, zh: (text) => <Chinese>{text}</Chinese> })}>
          <ItemList rows={rows} />
          <div><ButtonLink href={`/items?division=${code}`} icon="arrowRight">{t("search")}</ButtonLink></div>
        </Section>
      )}
      {departments.length > 0 && <Section title={t("departments")}><DepartmentList departments={departments} /></Section>}
      {windows.length > 0 && <Section title={t("windows")}><WindowList windows={windows} /></Section>}
      {within.length > 0 && <Section title={t("within")}><ul className="flex flex-wrap gap-x-8">{within.map((child) => <li key={child.code}><TextLink href={`/divisions/${child.code}`} className="tap"><Chinese>{child.name}</Chinese></TextLink></li>)}</ul></Section>}
    </Page>
  );
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { Call } from "@/app/_shared/departments/Call";
import { ClosureNotice } from "@/app/_shared/departments/Closures";
import { WindowList } from "@/app/_shared/departments/Windows";
import { ItemList } from "@/app/_shared/items/ItemList";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { helpPhone } from "@/app/_ui/shell/SiteHeader";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { params: Promise<{ id: string }> };

const shown = 20;
const readDepartment = cache(async (departmentId: string) => answer((await api()).departments.get({ departmentId }), `/departments/${departmentId}`));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readDepartment((await params).id)).name };
}

/** A department: how to reach it, where its windows are, what it does. */
export default async function DepartmentPage({ params }: Props) {
  const department = await readDepartment((await params).id);
  const [t, caller] = await Promise.all([getTranslations("places"), api()]);
  const { id, name, divisionCode, divisionName, phone, address, closedOn, successorId, successorName } = department;
  const [{ rows }, windows, facets] = await Promise.all([caller.items.search({ departmentId: id, limit: shown }), caller.departments.listWindows({ departmentId: id }), caller.items.facets()]);
  const count = facets.departments.find((one) => one.id === id)?.count ?? rows.length;
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/departments", label: t("title") }]} current={<Chinese>{name}</Chinese>} />}>
      <PageHeading title={<Chinese>{name}</Chinese>} />
      {closedOn && <Notice tone="warning" title={t("closed")}>{successorId && successorName && t.rich("successor", { name: successorName, link: (text) => <TextLink href={`/departments/${successorId}`} className="tap"><Chinese>{text}</Chinese></TextLink> })}</Notice>}
      <ClosureNotice place="departmentId" id={id} />
      <DescriptionList facts={[
        { label: t("where"), value: <TextLink href={`/divisions/${divisionCode}`} className="tap"><Chinese>{divisionName}</Chinese></TextLink> },
        { label: t("phone"), value: <Call phone={phone ?? helpPhone} /> },
        ...(address ? [{ label: t("address"), value: <Chinese>{address}</Chinese> }] : []),
      ]} />
      {rows.length > 0 ? <Section title={t("services")}><ItemList rows={rows} /></Section> : <EmptyState title={t("noServices")} actions={<ButtonLink href={`/divisions/${divisionCode}`}>{t("others")}</ButtonLink>}>{t("noServicesText")}</EmptyState>}
      <ButtonRow>
        {count > rows.length && <ButtonLink href={`/items?department=${id}`} icon="arrowRight">{t("allServices", { count })}</ButtonLink>}
        <ButtonLink href={`/ratings/department/${id}`}>{t("ratings")}</ButtonLink>
      </ButtonRow>
      {windows.length > 0 && <Section title={t("windows")}><WindowList windows={windows} /></Section>}
    </Page>
  );
}

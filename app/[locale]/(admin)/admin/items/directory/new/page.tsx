import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { create } from "../actions";
import { ElementsForm } from "../ElementsForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exchange.directory"))("new") };
}

/** A new entry of the directory. */
export default async function NewDirectoryItemPage() {
  const [t, admin, caller] = [await getTranslations("exchange.directory"), await getTranslations("admin.items"), await api()];
  const places = await answer(caller.items.listPlaces(), "/admin/items/directory/new");
  return (
    <ClientMessages areas={["exchange", "errors", "enums", "ui"]}>
      <Page before={<Breadcrumbs trail={[{ href: "/admin/items", label: admin("title") }, { href: "/admin/items/directory", label: t("title") }]} current={t("new")} />}>
        <PageHeading title={t("new")} lead={t("newLead")} />
        <Terms words={["directory", "basicCode", "lockedElement"]} />
        <ElementsForm
          action={create} hidden={{ idempotencyKey: randomUUID() }} elements={undefined} label={t("create")}
          places={places.filter(({ whole }) => whole).map(({ id, divisionCode, name }) => ({ value: `${id} ${divisionCode}`, label: name }))}
        />
      </Page>
    </ClientMessages>
  );
}

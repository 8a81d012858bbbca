import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { FieldsForm } from "../../_parts/FieldsForm";
import { create } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("lifeEvents.admin"))("newTitle") };
}

export default async function NewLifeEventPage({ searchParams }: { searchParams: Promise<{ kept?: string | string[] }> }) {
  const [{ kept }, t, caller] = await Promise.all([searchParams, getTranslations("lifeEvents.admin"), api()]);
  const places = await answer(caller.lifeEvents.listPlaces(), "/admin/life-events/new");
  const options = places.map(({ id, name, divisionCode }) => ({ value: `${id}/${divisionCode}`, label: name }));
  return (
    <Page width="form" before={<BackLink href="/admin/life-events" />}>
      <PageHeading title={t("newTitle")} />
      <Terms words={["lifeEvent"]} />
      <ClientMessages areas={["errors", "proposals", "ui"]}>
        <FieldsForm action={create} submit={t("create")} restored={await restored(kept, "/admin/life-events/new")} fields={[
          { type: "text", name: "nameZh", label: t("nameZh") },
          { type: "text", name: "nameEn", label: t("nameEn"), optional: true },
          { type: "text", name: "key", label: t("key"), hint: t("keyHint"), width: "medium" },
          { type: "select", name: "place", label: t("place"), options },
        ]} />
      </ClientMessages>
    </Page>
  );
}

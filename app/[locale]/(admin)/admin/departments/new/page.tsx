import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { FieldsForm } from "../../_parts/FieldsForm";
import { propose } from "../actions";
import { placeFields } from "../fields";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("departments.kinds"))("addDepartment") };
}

export default async function NewDepartmentPage() {
  const [t, caller] = await Promise.all([getTranslations("departments"), api()]);
  await answer(caller.departments.listChanges({ open: true }), "/admin/departments/new");
  return (
    <Page width="form" before={<BackLink href="/admin/departments">{t("back")}</BackLink>}>
      <PageHeading title={t("kinds.addDepartment")} />
      <Terms words={["uscc", "division", "fourEyes"]} />
      <ClientMessages areas={["errors", "proposals", "ui"]}>
        <FieldsForm action={propose} hidden={{ kind: "addDepartment" }} submit={t("propose")} fields={placeFields(t, { uscc: "", name: "", division: "", parent: "", basis: "" })} />
      </ClientMessages>
    </Page>
  );
}

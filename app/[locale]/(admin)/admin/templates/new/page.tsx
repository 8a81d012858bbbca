import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { FieldsForm } from "../../_parts/FieldsForm";
import { proposeNew } from "../actions";
import { stepFields } from "../stepFields";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
const path = "/admin/templates/new";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("new.title") };
}

/** A message of an administrator's own, for steps of processes to send. */
export default async function NewTemplatePage({ searchParams }: Props) {
  const [{ kept: keptId }, t, caller] = await Promise.all([searchParams, getTranslations("templates"), api()]);
  await answer(caller.notices.listTexts(), path);
  const kept = await restored(keptId, path);
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page before={<BackLink href="/admin/templates">{t("back")}</BackLink>} notice={kept && <RestoredNotice />}>
        <PageHeading title={t("new.title")} lead={t("new.lead")} />
        <FieldsForm action={proposeNew} submit={t("submit")} restored={kept} fields={[...(await stepFields()), { type: "text", name: "code", width: "medium", label: t("new.code"), hint: t("new.codeHint"), problem: t("new.codeProblem") }]} />
      </Page>
    </ClientMessages>
  );
}

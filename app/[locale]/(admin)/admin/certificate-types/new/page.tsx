import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { NewForm } from "./NewForm";

type Props = { searchParams: Promise<{ kept?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateTypes.new"))("title") };
}

export default async function NewTypePage({ searchParams }: Props) {
  const path = "/admin/certificate-types/new";
  const [{ kept: keptId }, t, list, caller] = await Promise.all([searchParams, getTranslations("certificateTypes.new"), getTranslations("certificateTypes.list"), api()]);
  await answer(caller.certificates.listTypes({ limit: 1 }), path);
  if (!(await holds("itemEditor"))) forbidden();
  const kept = await restored(keptId, path);
  return (
    <ClientMessages areas={["ui", "errors", "certificateTypes"]}>
      <Page width="form" before={<Breadcrumbs trail={[{ href: "/admin/certificate-types", label: list("title") }]} current={t("title")} />} notice={kept && <RestoredNotice />}>
        <PageHeading title={t("title")} lead={t("lead")} />
        <Terms words={["certificateType", "definingOrgan"]} />
        <NewForm typed={{ id: textOfKept(kept, "id"), code: textOfKept(kept, "code"), name: textOfKept(kept, "name") }} />
      </Page>
    </ClientMessages>
  );
}

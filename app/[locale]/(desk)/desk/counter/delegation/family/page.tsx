import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { requireOffice } from "../clerk";
import { RecordForm } from "../RecordForm";
import { typedOf } from "../typed";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("delegations.counter"))("family.title") };
}

export default async function RecordPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("delegations.counter")]);
  await requireOffice(locale, "/family", ["clerk"]);
  const kept = await restored(query["kept"], "/desk/counter/delegation/family");
  return (
    <Page width="form" before={<BackLink href="/desk/counter/delegation">{t("back")}</BackLink>}>
      <PageHeading title={t("family.title")} lead={t("family.lead")} />
      <ClientMessages areas={["delegations", "errors", "ui"]}>
        <RecordForm kind="family" idempotencyKey={randomUUID()} start={kept ? { typed: typedOf(kept) } : {}} />
      </ClientMessages>
    </Page>
  );
}

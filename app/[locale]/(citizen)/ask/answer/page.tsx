import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { CodeForm } from "./CodeForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("enquiries.answer"))("title"), robots: { index: false } };
}

/** The answer to an enquiry, for whoever holds its code. */
export default async function AnswerPage() {
  const t = await getTranslations("enquiries.answer");
  return <Page width="form" before={<BackLink href="/ask" />}><PageHeading title={t("title")} lead={t("lead")} /><ClientMessages areas={["errors", "enquiries", "ui"]}><CodeForm /></ClientMessages></Page>;
}

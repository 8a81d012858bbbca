import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { Page, PageHeading } from "@/app/_ui/Page";
import { ReceiptForm } from "./ReceiptForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ratings.receipt"))("title"), robots: { index: false } };
}

/** What became of a rating without a name, for whoever holds its code. */
export default async function ReceiptPage() {
  const t = await getTranslations("ratings.receipt");
  return <Page width="form"><PageHeading title={t("title")} lead={t("titleLead")} /><ClientMessages areas={["errors", "ratings", "ui"]}><ReceiptForm /></ClientMessages></Page>;
}

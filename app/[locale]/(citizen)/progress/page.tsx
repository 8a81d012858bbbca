import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { ProgressForm } from "./ProgressForm";

/** The form itself names the tab, because an error puts “错误：” in front. */
export const metadata: Metadata = { title: { absolute: "" } };

/** Progress without an account: the number of a case and its query code. */
export default async function ProgressPage() {
  const [t, common] = await Promise.all([getTranslations("progress"), getTranslations("common")]);
  const plain = common("pageTitle", { title: t("title") });
  return (
    <ClientMessages areas={["common", "ui", "errors", "progress", "applications", "due"]}>
      <ProgressForm titles={{ plain, error: common("errorTitle", { title: plain }) }} />
    </ClientMessages>
  );
}

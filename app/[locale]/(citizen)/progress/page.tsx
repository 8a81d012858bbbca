import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { ProgressForm } from "./ProgressForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("progress"))("title") };
}

/** Progress without an account: the number of a case and its query code. */
export default function ProgressPage() {
  return (
    <ClientMessages areas={["common", "ui", "errors", "progress", "applications", "due"]}>
      <ProgressForm />
    </ClientMessages>
  );
}

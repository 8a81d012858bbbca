import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { here } from "@/app/_shared/identity/attempt";
import { Page, PageHeading } from "@/app/_ui/Page";
import { recoveryHere } from "@/server/auth/here/recovery";
import { NewPasswordForm } from "./NewPasswordForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.recover"))("newTitle"), robots: { index: false } };
}

export default async function RecoveryPasswordPage() {
  const recovery = await recoveryHere();
  if (!recovery) redirect(await here("/sign-in/recover"));
  const t = await getTranslations("signIn.recover");
  return (
    <Page width="form">
      <PageHeading title={t("newTitle")} />
      <ClientMessages areas={["errors", "security", "signIn", "ui"]}><NewPasswordForm asksCitizenId={recovery.asksCitizenId} /></ClientMessages>
    </Page>
  );
}

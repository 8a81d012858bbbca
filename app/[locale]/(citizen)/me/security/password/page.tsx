import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { PasswordForm } from "./PasswordForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.means"))("password") };
}

/** First a proof that it is oneself, then the new password. */
export default async function PasswordPage() {
  const [t, locale, caller] = await Promise.all([getTranslations("security"), getLocale(), api()]);
  await answer(caller.identity.checkProof(), localePath(locale, "/me/security/password"));
  const { hasPassword } = await caller.identity.means();
  return (
    <Page width="form" before={<BackLink href="/me/security">{t("back")}</BackLink>}>
      <PageHeading title={t(hasPassword ? "password.change" : "password.create")} lead={t("password.lead")} />
      <ClientMessages areas={["errors", "security", "ui"]}><PasswordForm /></ClientMessages>
    </Page>
  );
}

import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { Details } from "@/app/_ui/Cards";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { awaitedCodeHere } from "@/server/auth/here/codes";
import { changeEmail, removeEmail, sendEmailCode } from "../actions";
import { ActForm } from "../ActForm";
import { CodeForm } from "../CodeForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.email"))("title") };
}

/** First a proof that it is oneself, then the address, then the code that went there. */
export default async function EmailPage() {
  const [t, locale, caller] = await Promise.all([getTranslations("security"), getLocale(), api()]);
  await answer(caller.identity.checkProof(), localePath(locale, "/me/security/email"));
  const [{ email }, awaited] = [await caller.identity.means(), await awaitedCodeHere("changeEmail")];
  const ask = (
    <CodeForm
      action={sendEmailCode} submit={t("email.send")} look={awaited ? "secondary" : "primary"}
      field={{ name: "email", label: t("email.new"), hint: t("email.newHint"), type: "email", inputMode: "email", autoComplete: "email" }}
    />
  );
  return (
    <Page width="form" before={<BackLink href="/me/security">{t("back")}</BackLink>}>
      <PageHeading title={t("email.title")} lead={t("email.lead")} />
      {email && <p className="wrap-anywhere">{t("email.current", { email })}</p>}
      <ClientMessages areas={["errors", "security", "ui"]}>
        {awaited ? (
          <>
            <p role="status" className="wrap-anywhere">{t("email.sentTo", { email: awaited.toMasked })}</p>
            <CodeForm action={changeEmail} submit={t("email.submit")} field={{ name: "code", label: t("email.code"), hint: t("email.codeHint"), inputMode: "numeric", autoComplete: "one-time-code", width: "short" }} />
            <Details summary={t("email.again")}>{ask}</Details>
          </>
        ) : ask}
        {email && <Section title={t("email.remove")} intro={t("email.removeLead")}><ActForm action={removeEmail} label={t("email.remove")} look="danger" /></Section>}
      </ClientMessages>
    </Page>
  );
}

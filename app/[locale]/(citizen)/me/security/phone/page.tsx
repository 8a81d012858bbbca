import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { Details } from "@/app/_ui/Cards";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { awaitedCodeHere } from "@/server/auth/here/codes";
import { changePhone, sendPhoneCode } from "../actions";
import { CodeForm } from "../CodeForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.phone"))("title") };
}

/** First a proof that it is oneself, then the new number, then the code that went there. */
export default async function PhonePage() {
  const [t, locale, caller] = await Promise.all([getTranslations("security"), getLocale(), api()]);
  await answer(caller.identity.checkProof(), localePath(locale, "/me/security/phone"));
  const [{ phone }, awaited] = [await caller.identity.means(), await awaitedCodeHere("changePhone")];
  const ask = <CodeForm action={sendPhoneCode} field={{ name: "phone", label: t("phone.new"), type: "tel", autoComplete: "tel", width: "medium" }} submit={t("phone.send")} look={awaited ? "secondary" : "primary"} />;
  return (
    <Page width="form" before={<BackLink href="/me/security">{t("back")}</BackLink>}>
      <PageHeading title={t("phone.title")} lead={t("phone.lead")} />
      {phone && <p>{t("phone.current", { phone })}</p>}
      <ClientMessages areas={["errors", "security", "ui"]}>
        {awaited ? (
          <>
            <p role="status">{t("phone.sentTo", { phone: awaited.toMasked })}</p>
            <CodeForm action={changePhone} field={{ name: "code", label: t("phone.code"), hint: t("phone.codeHint"), inputMode: "numeric", autoComplete: "one-time-code", width: "short" }} submit={t("phone.submit")} />
            <Details summary={t("phone.again")}>{ask}</Details>
          </>
        ) : ask}
      </ClientMessages>
    </Page>
  );
}

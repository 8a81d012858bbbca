import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { codesOffered } from "@/server/auth/here/codes";
import { OneFieldForm } from "../OneFieldForm";
import { askPasskey } from "../passkeys/actions";
import { PasskeyButton } from "../passkeys/PasskeyButton";
import { askRecoveryCode, recoverByPasskey } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.recover"))("title"), robots: { index: false } };
}

export default async function RecoverPage() {
  const [t, ask] = [await getTranslations("signIn.recover"), await getTranslations("signIn.askCode")];
  return (
    <Page width="form" before={<BackLink href="/sign-in" />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <ClientMessages areas={["errors", "signIn", "ui"]}>
        {codesOffered() && (
          <OneFieldForm action={askRecoveryCode} next="" missing={ask("missing")} submit={t("submit")} field={{ name: "phone", label: t("phone"), type: "tel", inputMode: "tel", autoComplete: "tel-national", width: "medium" }} />
        )}
        <Section title={t("passkey")} intro={t("passkeyLead")}>
          <PasskeyButton ask={askPasskey} answer={recoverByPasskey} next="" label={t("passkey")} look="secondary" />
        </Section>
      </ClientMessages>
      <Section title={t("inPerson")}>
        <p className="max-w-measure">{t("inPersonText")}</p>
        <p><TextLink href="/sign-in/counter-code" className="tap">{t("counterCode")}</TextLink></p>
      </Section>
    </Page>
  );
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { OneFieldForm } from "../OneFieldForm";
import { submitCounterCode } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("levels.redeem"))("title"), robots: { index: false } };
}

/** For whoever a clerk has given a code on paper, after losing every other way in. */
export default async function CounterCodePage() {
  const t = await getTranslations("levels.redeem");
  return (
    <Page width="form" before={<BackLink href="/sign-in" />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <ClientMessages areas={["errors", "signIn", "ui"]}>
        <OneFieldForm action={submitCounterCode} next="" missing={t("missing")} submit={t("submit")} field={{ name: "code", label: t("code"), hint: t("hint"), width: "medium", autoComplete: "off" }}>
          <p className="max-w-measure">{t("after")}</p>
        </OneFieldForm>
      </ClientMessages>
    </Page>
  );
}

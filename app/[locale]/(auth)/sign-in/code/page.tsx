import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { hereWith } from "@/app/_shared/identity/attempt";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { awaitedCodeHere } from "@/server/auth/here/codes";
import { askCodeAgain, submitOneTimeCode } from "../actions";
import { DemoCodeNotice } from "../DemoCodeNotice";
import { OneFieldForm } from "../OneFieldForm";
import { AskAgain } from "./AskAgain";

type CodePageProps = { searchParams: Promise<{ next?: string; sent?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.typeCode"))("title"), robots: { index: false } };
}

export default async function CodePage({ searchParams }: CodePageProps) {
  const { next = "", sent } = await searchParams;
  const t = await getTranslations("signIn.typeCode");
  const awaited = await awaitedCodeHere("signIn");
  const start = await hereWith("/sign-in?way=code", next);
  if (!awaited) redirect(start);
  const phone = awaited.phoneMasked;
  return (
    <Page width="form" before={<BackLink href={`/sign-in?${new URLSearchParams({ way: "code", ...(next ? { next } : {}) })}`}>{t("other")}</BackLink>}>
      <PageHeading title={t("title")} lead={awaited.channel === "voice" ? t("leadVoice", { phone }) : t("lead", { phone })} />
      {sent && <Notice tone="success" title={t("sent")} />}
      <DemoCodeNotice />
      <ClientMessages areas={["errors", "signIn", "ui"]}>
        <OneFieldForm
          action={submitOneTimeCode} next={next} missing={t("missing")} submit={t("submit")}
          field={{ name: "code", label: t("code"), hint: t("hint"), width: "short", inputMode: "numeric", autoComplete: "one-time-code" }}
        />
        <Section title={t("again")} intro={t("againLead")}><AskAgain action={askCodeAgain} next={next} /></Section>
      </ClientMessages>
    </Page>
  );
}

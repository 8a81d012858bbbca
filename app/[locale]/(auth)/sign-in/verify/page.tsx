import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { pendingHere } from "@/server/auth/web";
import { askSecondPasskey, confirmByPasskey } from "../passkeys/actions";
import { PasskeyButton } from "../passkeys/PasskeyButton";
import { CodeForm } from "./CodeForm";

type VerifyPageProps = { searchParams: Promise<{ next?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("verify.title"), robots: { index: false } };
}

export default async function VerifyPage({ searchParams }: VerifyPageProps) {
  const { next = "" } = await searchParams;
  const t = await getTranslations("signIn");
  const { factors, demoCode } = await pendingHere();
  if (!factors) redirect(localePath(await getLocale(), `/sign-in${next ? `?next=${encodeURIComponent(next)}` : ""}`));
  return (
    <Page width="form" before={<BackLink href="/sign-in" />}>
      <PageHeading title={t("verify.title")} lead={t("verify.lead")} />
      {demoCode && <Notice tone="info" title={t("verify.demo", { code: demoCode })} />}
      <ClientMessages areas={["errors", "signIn", "ui"]}>
        {factors.includes("passkey") && <PasskeyButton ask={askSecondPasskey} answer={confirmByPasskey} next={next} label={t("verify.passkey")} look={factors.includes("totp") ? "secondary" : "primary"} />}
        {factors.includes("totp") && <CodeForm next={next} />}
      </ClientMessages>
    </Page>
  );
}

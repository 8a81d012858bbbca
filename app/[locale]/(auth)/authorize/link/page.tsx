import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { currentAccount } from "@/app/_shared/session";
import { ButtonLink } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";
import { waitingExternalHere } from "@/server/auth/here/external";
import { create, link } from "./actions";
import { LinkForm } from "./LinkForm";

type LinkPageProps = { searchParams: Promise<{ problem?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consent.link"))("title"), robots: { index: false } };
}

/** Whom another provider has signed in for the first time: linked to the account they already have, or a new account. */
export default async function LinkPage({ searchParams }: LinkPageProps) {
  const [{ problem }, t, locale, waiting, account] = [await searchParams, await getTranslations("consent.link"), await getLocale(), await waitingExternalHere(), await currentAccount()];
  const refused = await getTranslations("errors");
  if (!waiting || typeof problem === "string") {
    const code = typeof problem === "string" && /^(identity|requests)\.[a-zA-Z]{1,40}$/.test(problem) ? problem : "identity.externalExpired";
    return (
      <Page width="form">
        <PageHeading title={t("failed")} lead={refusalText(refused, { code, params: { seconds: 600 } })} />
        <div><ButtonLink href="/sign-in" look="primary">{t("back")}</ButtonLink></div>
      </Page>
    );
  }
  const provider = locale === "en" ? waiting.provider.en : waiting.provider.zh;
  const names = { provider, name: waiting.name };
  const signIn = `/sign-in?${new URLSearchParams({ next: localePath(locale, "/authorize/link") })}`;
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t(waiting.hasAccount ? "known" : "unknown", names)} />
      <ClientMessages areas={["errors", "ui"]}>
        {!waiting.hasAccount && <LinkForm action={create} label={t("create")} />}
        {waiting.hasAccount && account && <><p>{t("as", { name: account.name })}</p><LinkForm action={link} label={t("link")} /></>}
      </ClientMessages>
      {waiting.hasAccount && !account && <div><ButtonLink href={signIn} look="primary">{t("signIn")}</ButtonLink></div>}
      <p className="max-w-measure text-muted">{t("note", { level: waiting.level })}</p>
    </Page>
  );
}

import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { toDataURL } from "qrcode";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { confirmTotp, removeTotp } from "../actions";
import { ActForm } from "../ActForm";
import { CodeForm } from "../CodeForm";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.authenticator"))("title") };
}

/** Scan, type what the app shows, done; or take it away. */
export default async function AuthenticatorPage() {
  const [t, locale, caller] = await Promise.all([getTranslations("security.authenticator"), getLocale(), api()]);
  const { secret, uri } = await answer(caller.identity.startTotp(), localePath(locale, "/me/security/authenticator"));
  const { hasTotp } = await caller.identity.means();
  const image = await toDataURL(uri, { margin: 2, width: 240, errorCorrectionLevel: "M" });
  return (
    <Page width="form" before={<BackLink href="/me/security">{(await getTranslations("security"))("back")}</BackLink>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {hasTotp && <p className="max-w-measure">{t("replace")}</p>}
      <Section title={t("scan")}>
        {/* oxlint-disable-next-line nextjs/no-img-element -- drawn for this page alone */}
        <img src={image} alt={t("qr")} width={240} height={240} className="rounded-card border border-line" />
        <p>{t("orType")}</p>
        <p className="font-semibold tabular-nums break-all" data-secret="totp">{secret.match(/.{1,4}/g)?.join(" ")}</p>
      </Section>
      <ClientMessages areas={["errors", "security", "ui"]}>
        <CodeForm action={confirmTotp} field={{ name: "code", label: t("code"), inputMode: "numeric", autoComplete: "one-time-code", width: "short" }} submit={t("submit")} />
        {hasTotp && <Section title={t("remove")} intro={t("removeLead")}><ActForm action={removeTotp} label={t("remove")} look="danger" /></Section>}
      </ClientMessages>
    </Page>
  );
}

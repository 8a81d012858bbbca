import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { OfflineCopies } from "@/app/_shared/certificates/offline/OfflineCopies";
import { Icon } from "@/app/_ui/Icon";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { helpPhone } from "@/app/_ui/shell/SiteHeader";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wallet.copies"))("title"), robots: { index: false } };
}

/** The copies of certificates kept on this device. The page is the same for everyone: what it shows, only the browser that kept it can open. */
export default async function OfflinePage() {
  const t = await getTranslations("wallet.copies");
  return (
    <Page width="form" before={<BackLink href="/me/certificates">{t("back")}</BackLink>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <noscript><Notice tone="info" title={t("noScript")} /></noscript>
      <ClientMessages areas={["common", "ui", "wallet"]}><OfflineCopies /></ClientMessages>
      <p data-print="no" className="border-t border-line pt-4"><a href={`tel:${helpPhone}`} className="tap gap-2"><Icon name="phone" />{t("help", { phone: helpPhone })}</a></p>
    </Page>
  );
}

import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { localePath } from "@/app/_i18n/routing";
import { OfflineWatch } from "@/app/_shared/certificates/offline/OfflineWatch";

/** The wallet, and nothing else of the portal, may be put on a home screen. */
export async function generateMetadata(): Promise<Metadata> {
  const [t, locale] = [await getTranslations("wallet.app"), await getLocale()];
  return { manifest: localePath(locale, "/wallet.webmanifest"), appleWebApp: { title: t("name"), capable: true }, icons: { icon: "/icon.svg", apple: "/icons/apple-180.png" } };
}

export default function WalletLayout({ children }: { children: ReactNode }) {
  return <>{children}<OfflineWatch /></>;
}

import type { Metadata, Viewport } from "next";
import { hasLocale } from "next-intl";
import { getLocale, getTranslations, setRequestLocale } from "next-intl/server";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath, routing } from "@/app/_i18n/routing";
import { OfflineShell } from "@/app/_shared/offline/OfflineShell";
import { currentView } from "@/app/_shared/preferences/current";
import { viewAttributes } from "@/app/_shared/preferences/preferences";
import { DemoBanner, Masthead } from "@/app/_ui/shell/Masthead";
import { PrintedFrom } from "@/app/_ui/shell/PlaceLinks";
import { env } from "@/env";
import "../globals.css";

type LayoutProps = { children: ReactNode; params: Promise<{ locale: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const [t, locale] = [await getTranslations("common"), await getLocale()];
  return {
    title: { default: t("siteTitle"), template: t("pageTitle", { title: "%s" }) },
    description: t("siteDescription"),
    manifest: localePath(locale, "/app.webmanifest"),
    appleWebApp: { title: t("siteName"), capable: true },
    icons: { icon: "/icon.svg", apple: "/icons/apple-180.png" },
    formatDetection: { telephone: false },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children, params }: LayoutProps) {
  const { locale } = await params;
  if (!hasLocale(routing.locales, locale)) notFound();
  setRequestLocale(locale);
  const t = await getTranslations("common");
  return (
    <html lang={locale} {...viewAttributes(await currentView())}>
      <body>
        <ClientMessages areas={["common", "ui"]}>
          <a href="#main" className="sr-only focus:not-sr-only focus:block focus:bg-surface focus:px-4 focus:py-3 focus:font-bold">{t("skipToContent")}</a>
          <Masthead host={env().publicUrl} />
          {env().demo && <DemoBanner />}
          {children}
          <PrintedFrom host={env().publicUrl} />
          <OfflineShell on={env().OFFLINE_SHELL} />
        </ClientMessages>
      </body>
    </html>
  );
}

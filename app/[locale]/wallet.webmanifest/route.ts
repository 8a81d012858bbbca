import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { localePath, routing } from "@/app/_i18n/routing";

type Params = { params: Promise<{ locale: string }> };

const icon = (size: number, purpose: "any" | "maskable") => ({ src: `/icons/${purpose === "any" ? "icon" : "maskable"}-${size}.png`, sizes: `${size}x${size}`, type: "image/png", purpose });

/** What a phone installs when somebody puts their certificates on its home screen, in the language they read. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const asked = (await params).locale;
  const locale = hasLocale(routing.locales, asked) ? asked : routing.defaultLocale;
  const [t, common] = await Promise.all([getTranslations({ locale, namespace: "wallet.app" }), getTranslations({ locale, namespace: "common" })]);
  const home = localePath(locale, "/me/certificates");
  const manifest = {
    id: home, start_url: home, scope: localePath(locale, "/"), display: "standalone", lang: locale, dir: "ltr",
    name: `${common("siteTitle")} ${t("name")}`, short_name: t("name"), description: t("description"),
    background_color: "#ffffff", theme_color: "#06374b", categories: ["government"],
    icons: [icon(192, "any"), icon(512, "any"), icon(512, "maskable")],
  };
  return new Response(JSON.stringify(manifest), { headers: { "content-type": "application/manifest+json; charset=utf-8", "cache-control": "public, max-age=3600" } });
}

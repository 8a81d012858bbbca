import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { localePath, routing } from "@/app/_i18n/routing";

type Params = { params: Promise<{ locale: string }> };

const icon = (size: number, purpose: "any" | "maskable") => ({ src: `/icons/${purpose === "any" ? "icon" : "maskable"}-${size}.png`, sizes: `${size}x${size}`, type: "image/png", purpose });
const icons = [icon(192, "any"), icon(512, "any"), icon(192, "maskable"), icon(512, "maskable")];

/** Where a long press on the icon leads; senior mode first, which stays chosen from there on. */
const shortcuts = [["elder", "/elder"], ["cases", "/me/applications"], ["certificates", "/me/certificates"], ["progress", "/progress"]] as const;

/** What a phone or a computer installs when somebody puts the portal on their home screen, in the language they read. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const asked = (await params).locale;
  const locale = hasLocale(routing.locales, asked) ? asked : routing.defaultLocale;
  const [t, common] = await Promise.all([getTranslations({ locale, namespace: "keep.app" }), getTranslations({ locale, namespace: "common" })]);
  const home = localePath(locale, "/");
  const manifest = {
    // Both languages are one app: whoever changes the language stays in it.
    id: home, start_url: home, scope: "/", display: "standalone", lang: locale, dir: "ltr",
    name: common("siteTitle"), short_name: t("shortName"), description: common("siteDescription"),
    background_color: "#ffffff", theme_color: "#06374b", categories: ["government"], icons,
    shortcuts: shortcuts.map(([key, path]) => ({ name: t(key), url: localePath(locale, path), icons: [icon(192, "any")] })),
  };
  return new Response(JSON.stringify(manifest), { headers: { "content-type": "application/manifest+json; charset=utf-8", "cache-control": "public, max-age=3600" } });
}

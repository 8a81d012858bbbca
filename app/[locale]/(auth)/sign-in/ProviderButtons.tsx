import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { api } from "@/app/_trpc/server";
import { buttonClass } from "@/app/_ui/Button";
import { Section } from "@/app/_ui/Page";

/** The other providers that people may sign in with; nothing where none is configured. */
export async function ProviderButtons({ next }: { next: string }) {
  const [t, locale, providers] = [await getTranslations("consent.providers"), await getLocale(), await (await api()).identity.listProviders()];
  if (providers.length === 0) return null;
  const query = next ? `?${new URLSearchParams({ next })}` : "";
  return (
    <Section title={t("title")}>
      <ul className="flex flex-wrap gap-4">
        {providers.map(({ key, name }) => (
          // No <Link>: it would be fetched ahead, and it leads to another site.
          <li key={key}><a href={localePath(locale, `/sign-in/with/${key}${query}`)} className={buttonClass("secondary")}>{t("with", { name: locale === "en" ? name.en : name.zh })}</a></li>
        ))}
      </ul>
    </Section>
  );
}

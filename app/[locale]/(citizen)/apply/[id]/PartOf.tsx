import { getLocale, getTranslations } from "next-intl/server";
import { localText } from "@/app/_shared/forms/localised";
import { api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";

/** The life event that this application is part of: there all its parts are filed at once. */
export async function PartOf({ id }: { id: string }) {
  const [whole, t, locale] = [await (await api()).lifeEvents.findWhole({ id }), await getTranslations("lifeEvents"), await getLocale()];
  if (!whole) return null;
  const name = localText(whole.name, locale);
  return (
    <Notice title={t("part", { name })}>
      <p>{t("partText")}</p>
      <TextLink href={`/me/life-events/${whole.id}`} className="inline-flex min-h-tap items-center">{t("backToWhole", { name })}</TextLink>
    </Notice>
  );
}

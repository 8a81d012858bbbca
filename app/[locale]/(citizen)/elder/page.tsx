import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { chooseMode } from "@/app/_shared/preferences/actions";
import { buttonClass } from "@/app/_ui/Button";
import { Tile, type TileProps } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { Page, PageHeading } from "@/app/_ui/Page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("elder"))("title") };
}

/** Six large ways in and nothing else; `proxy.ts` has switched the mode on. */
export default function ElderPage() {
  const t = useTranslations("elder");
  const tiles: TileProps[] = [
    { href: "/items", title: t("tiles.items"), note: t("tiles.itemsNote"), icon: "search" },
    { href: "/me/applications", title: t("tiles.applications"), note: t("tiles.applicationsNote"), icon: "document" },
    { href: "/progress", title: t("tiles.progress"), note: t("tiles.progressNote"), icon: "clock" },
    { href: "/me/certificates", title: t("tiles.certificates"), note: t("tiles.certificatesNote"), icon: "certificate" },
    { href: "tel:12345", title: t("tiles.phone"), note: t("tiles.phoneNote"), icon: "phone" },
  ];
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <ul className="grid gap-4 md:grid-cols-2">
        {tiles.map((tile) => <li key={tile.href}><Tile {...tile} /></li>)}
        <li><LeaveTile /></li>
      </ul>
    </Page>
  );
}

/** A form post like every change of mode, so that it works without script. */
function LeaveTile() {
  const t = useTranslations("elder.tiles");
  return (
    <form action={chooseMode} className="h-full">
      <input type="hidden" name="mode" value="standard" />
      <input type="hidden" name="returnTo" value={localePath(useLocale(), "/")} />
      <button type="submit" className={buttonClass("secondary", "h-full w-full justify-start! p-5!")}>
        <span className="grid size-[2.6em] shrink-0 place-items-center"><Icon name="exit" className="size-[1.5em]" /></span>
        {t("leave")}
      </button>
    </form>
  );
}

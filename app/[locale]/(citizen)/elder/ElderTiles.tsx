import { useLocale, useTranslations } from "next-intl";
import { localePath } from "@/app/_i18n/routing";
import { chooseMode } from "@/app/_shared/preferences/actions";
import { buttonClass } from "@/app/_ui/Button";
import { Tile, type TileProps } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";

/** Six large ways in and nothing else. */
export function ElderTiles() {
  const t = useTranslations("elder.tiles");
  const tiles: TileProps[] = [
    { href: "/items", title: t("items"), note: t("itemsNote"), icon: "search" },
    { href: "/me/applications", title: t("applications"), note: t("applicationsNote"), icon: "document" },
    { href: "/progress", title: t("progress"), note: t("progressNote"), icon: "clock" },
    { href: "/me/certificates", title: t("certificates"), note: t("certificatesNote"), icon: "certificate" },
    { href: "tel:12345", title: t("phone"), note: t("phoneNote"), icon: "phone" },
  ];
  return (
    <ul className="grid gap-4 md:grid-cols-2">
      {tiles.map((tile) => <li key={tile.href}><Tile {...tile} /></li>)}
      <li><LeaveTile /></li>
    </ul>
  );
}

/** A form post like every change of mode, so that it works without script. */
function LeaveTile() {
  const t = useTranslations("elder.tiles");
  return (
    <form action={chooseMode} className="h-full">
      <input type="hidden" name="mode" value="standard" />
      <input type="hidden" name="returnTo" value={localePath(useLocale(), "/")} />
      <button type="submit" className={buttonClass("secondary", "h-full w-full justify-start! gap-4! p-5! font-bold")}>
        <span className="grid size-[2.6em] shrink-0 place-items-center rounded-control bg-accent-soft text-accent"><Icon name="exit" className="size-[1.5em]" /></span>
        {t("leave")}
      </button>
    </form>
  );
}

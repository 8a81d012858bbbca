import { useTranslations } from "next-intl";
import { chooseMode } from "@/app/_shared/preferences/actions";
import type { Mode } from "@/domain/identity/schema";
import { Icon } from "../Icon";
import { ReturnHere } from "./PlaceLinks";

/** Turns 长辈版 on or off and stays on the page: a form post, so it needs no script. */
export function ModeToggle({ mode, className }: { mode: Mode; className: string }) {
  const t = useTranslations("common.tools");
  const elder = mode === "elder";
  return (
    <form action={chooseMode}>
      <input type="hidden" name="mode" value={elder ? "standard" : "elder"} />
      <ReturnHere />
      <button type="submit" className={className}>
        <Icon name={elder ? "exit" : "text"} className="size-[1.15em]" />
        {elder ? t("elderOff") : t("elderOn")}
      </button>
    </form>
  );
}

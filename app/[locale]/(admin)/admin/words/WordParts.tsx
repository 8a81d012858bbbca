import { useTranslations } from "next-intl";
import { Chinese } from "@/app/_shared/items/Localised";
import { Tabs } from "@/app/_ui/Navigation";
import type { WordChange } from "@/domain/items/schema/words";

export function WordTabs({ current }: { current: "office" | "synonyms" | "themes" }) {
  const t = useTranslations("words.tabs");
  return <Tabs label={t("label")} tabs={[
    { href: "/admin/words", label: t("office"), current: current === "office" },
    { href: "/admin/words/synonyms", label: t("synonyms"), current: current === "synonyms" },
    { href: "/admin/words/themes", label: t("themes"), current: current === "themes" },
  ]} />;
}

/** What a change of words says, in a line. */
export function WordLine({ change }: { change: WordChange }) {
  const t = useTranslations("words");
  if ("spoken" in change) return <Chinese>{t("line", { spoken: change.spoken, official: change.official })}</Chinese>;
  if (change.kind === "removeTheme") return <Chinese>{change.theme}</Chinese>;
  return <><Chinese>{change.theme}</Chinese>: <Chinese>{change.nameZh}</Chinese>, <span lang="en">{change.nameEn}</span>, {t(`theme.${change.home ?? "none"}`)}, {change.position}</>;
}

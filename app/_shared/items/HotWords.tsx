import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { TextLink } from "@/app/_ui/TextLink";
import { Chinese } from "./Localised";

/** What people search for, each a search of its own. */
export async function HotWords() {
  const [t, caller] = await Promise.all([getTranslations("words.public"), api()]);
  const words = await caller.items.hotWords();
  if (words.length === 0) return null;
  return (
    <nav aria-label={t("title")} data-print="no" className="flex flex-wrap items-center gap-x-4 elder:gap-x-6">
      <span className="text-muted">{t("title")}</span>
      <ul className="flex flex-wrap gap-x-4 elder:gap-x-6">
        {words.map((word) => <li key={word}><TextLink href={`/items?${new URLSearchParams({ q: word })}`} className="tap"><Chinese>{word}</Chinese></TextLink></li>)}
      </ul>
    </nav>
  );
}

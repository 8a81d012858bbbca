import { useLocale, useTranslations } from "next-intl";
import { localePath } from "@/app/_i18n/routing";
import { Button } from "@/app/_ui/Button";
import { TextLink } from "@/app/_ui/TextLink";
import { BulkTick } from "./BulkTick";

/**
 * What is done with many cases at once begins here: the ticked rows of the queue (`<BulkBox />`), or all that its present
 * filters find. `filter` is the query string of the queue without its place in the list.
 */
export function BulkBar({ filter }: { filter: string }) {
  const t = useTranslations("assignment.bar");
  return (
    <form id="bulk" method="get" action={localePath(useLocale(), "/desk/bulk")} data-print="no" aria-label={t("label")} className="z-1 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-page py-2 lg:sticky lg:bottom-0 elder:static">
      <input type="hidden" name="filter" value={filter} />
      <BulkTick all={t("tickAll")} none={t("tickNone")} chosen={t("chosenCount")} />
      <Button type="submit" look="secondary">{t("chosen")}</Button>
      <Button type="submit" look="quiet" name="all" value="yes">{t("all")}</Button>
      <TextLink href="/desk/bulk" className="tap">{t("runs")}</TextLink>
    </form>
  );
}

/** The box at a row of the queue that takes its case into the selection. */
export function BulkBox({ number, label }: { number: string; label: string }) {
  return (
    <label className="tap justify-center">
      <input type="checkbox" name="case" value={number} form="bulk" className="size-tick shrink-0" />
      <span className="sr-only">{label}</span>
    </label>
  );
}

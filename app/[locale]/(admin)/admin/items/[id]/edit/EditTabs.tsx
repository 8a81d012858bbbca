import { useTranslations } from "next-intl";
import { Tabs } from "@/app/_ui/Navigation";
import { editorParts } from "@/domain/items/schema/life";
import { Presence } from "./Presence";

type Part = (typeof editorParts)[number];

/** The parts of one item, each edited on a page of its own and saved by itself, and who else has one of them open. */
export function EditTabs({ itemId, current }: { itemId: string; current: Part }) {
  const t = useTranslations("admin.edit.tabs");
  const home = `/admin/items/${itemId}/edit`;
  return (
    <div className="flex flex-col gap-3">
      <Tabs label={t("label")} tabs={editorParts.map((part) => ({ href: part === "guide" ? home : `${home}/${part}`, label: t(part), current: part === current }))} />
      <Presence itemId={itemId} part={current} />
    </div>
  );
}

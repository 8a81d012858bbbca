import { useTranslations } from "next-intl";
import { Tabs } from "@/app/_ui/Navigation";

const parts = ["guide", "form", "process", "result", "review"] as const;
type Part = (typeof parts)[number];

/** The parts of one item, each edited on a page of its own and saved by itself. */
export function EditTabs({ itemId, current }: { itemId: string; current: Part }) {
  const t = useTranslations("admin.edit.tabs");
  const home = `/admin/items/${itemId}/edit`;
  return <Tabs label={t("label")} tabs={parts.map((part) => ({ href: part === "guide" ? home : `${home}/${part}`, label: t(part), current: part === current }))} />;
}

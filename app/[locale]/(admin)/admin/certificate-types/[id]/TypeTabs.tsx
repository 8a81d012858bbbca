import { useTranslations } from "next-intl";
import { Tabs } from "@/app/_ui/Navigation";

/** The facts of a type, and its page. */
export function TypeTabs({ id, current }: { id: string; current: "facts" | "face" }) {
  const t = useTranslations("certificateTypes.tabs");
  const home = `/admin/certificate-types/${id}`;
  return <Tabs label={t("label")} tabs={[{ href: home, label: t("facts"), current: current === "facts" }, { href: `${home}/face`, label: t("face"), current: current === "face" }]} />;
}

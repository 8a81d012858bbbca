import { useTranslations } from "next-intl";
import { Tabs } from "@/app/_ui/Navigation";

const places = { figures: "/desk/supervision", urgings: "/desk/supervision/urgings", signals: "/desk/supervision/signals", reasons: "/desk/supervision/reasons", reports: "/desk/supervision/reports" } as const;

/** The pages of supervision. */
export function SupervisionTabs({ current }: { current: keyof typeof places }) {
  const t = useTranslations("supervision.tabs");
  const names = ["figures", "urgings", "signals", "reasons", "reports"] as const;
  return <Tabs label={t("label")} tabs={names.map((name) => ({ href: places[name], label: t(name), current: name === current }))} />;
}

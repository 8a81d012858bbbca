import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { Tabs } from "@/app/_ui/Navigation";

/** Departments, divisions, and what waits. */
export async function PlaceTabs({ current }: { current: "departments" | "divisions" | "changes" }) {
  const [t, caller] = await Promise.all([getTranslations("departments.tabs"), api()]);
  const waiting = await caller.departments.listChanges({ open: true });
  return <Tabs label={t("label")} tabs={[
    { href: "/admin/departments", label: t("departments"), current: current === "departments" },
    { href: "/admin/divisions", label: t("divisions"), current: current === "divisions" },
    { href: "/admin/departments/changes", label: t("changes"), current: current === "changes", count: waiting.length },
  ]} />;
}

import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { Tabs } from "@/app/_ui/Navigation";

export type StaffTab = "people" | "open" | "decided";

/** The three lists about staff, with how many changes wait for whoever looks. */
export async function StaffTabs({ current }: { current: StaffTab }) {
  const [t, caller] = await Promise.all([getTranslations("staff.tabs"), api()]);
  const count = await caller.identity.countWaitingChanges();
  return (
    <Tabs
      label={t("label")}
      tabs={[
        { href: "/admin/staff", label: t("people"), current: current === "people" },
        { href: "/admin/staff/changes", label: t("open"), current: current === "open", ...(count > 0 ? { count } : {}) },
        { href: "/admin/staff/changes?state=decided", label: t("decided"), current: current === "decided" },
      ]}
    />
  );
}

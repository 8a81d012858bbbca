import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SessionWatch } from "@/app/_shared/identity/SessionWatch";
import { currentView } from "@/app/_shared/preferences/current";
import { currentAccount, currentViewer } from "@/app/_shared/session";
import { WorkShell } from "@/app/_ui/shell/WorkShell";
import type { Role } from "@/domain/core/actor";
import { placeDuties } from "@/domain/departments/policy";
import { calendarDuties } from "@/domain/departments/rules/calendar";
import { mayReadStaff } from "@/domain/identity/policy";
import { adminRoles } from "@/domain/identity/rules";
import { itemRoles } from "@/domain/items/policy";
import { textDuties } from "@/domain/notices/policy";

type Door = { for: readonly Role[]; href: string; label: string };

/** The parts of the administration that this person may open, in the order of the bar. */
async function doors(): Promise<Door[]> {
  const [common, staff, clients, types, places, texts, calendar, closures, operations] = await Promise.all([
    getTranslations("common.admin"), getTranslations("staff.overview"), getTranslations("consent.clients"), getTranslations("certificateTypes"),
    getTranslations("departments"), getTranslations("templates"), getTranslations("admin.calendar"), getTranslations("closures.admin"), getTranslations("operations"),
  ]);
  return [
    { for: adminRoles, href: "/admin", label: common("overview") },
    { for: itemRoles, href: "/admin/items", label: common("items") },
    { for: itemRoles, href: "/admin/certificate-types", label: types("tile") },
    { for: Object.values(placeDuties), href: "/admin/departments", label: places("tile") },
    { for: Object.values(textDuties), href: "/admin/templates", label: texts("tile") },
    { for: Object.values(calendarDuties), href: "/admin/calendar", label: calendar("tile") },
    { for: Object.values(placeDuties), href: "/admin/closures", label: closures("tile") },
    { for: mayReadStaff, href: "/admin/staff", label: staff("staff") },
    { for: ["auditAdmin"], href: "/admin/audit", label: staff("audit") },
    { for: ["securityAdmin"], href: "/admin/clients", label: clients("tile") },
    { for: ["systemAdmin"], href: "/admin/operations", label: operations("tile") },
  ];
}

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const [t, account, all] = await Promise.all([getTranslations("common.admin"), currentAccount(), doors()]);
  const links = all.filter(({ for: roles }) => account?.roles.some((role) => roles.includes(role)));
  return <SessionWatch><WorkShell home="/admin" name={t("name")} navLabel={t("navLabel")} links={links} view={await currentView()} viewer={await currentViewer()}>{children}</WorkShell></SessionWatch>;
}

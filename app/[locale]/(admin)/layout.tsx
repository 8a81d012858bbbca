import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SessionWatch } from "@/app/_shared/identity/SessionWatch";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer, holds } from "@/app/_shared/session";
import { WorkShell } from "@/app/_ui/shell/WorkShell";
import { mayReadStaff } from "@/domain/identity/policy";
import { adminRoles } from "@/domain/identity/rules";
import { itemRoles } from "@/domain/items/policy";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const [t, staff] = await Promise.all([getTranslations("common.admin"), getTranslations("staff.overview")]);
  const links = [
    ...((await holds(...adminRoles)) ? [{ href: "/admin", label: t("overview") }] : []),
    ...((await holds(...itemRoles)) ? [{ href: "/admin/items", label: t("items") }] : []),
    ...((await holds(...mayReadStaff)) ? [{ href: "/admin/staff", label: staff("staff") }] : []),
    ...((await holds("auditAdmin")) ? [{ href: "/admin/audit", label: staff("audit") }] : []),
    ...((await holds("securityAdmin")) ? [{ href: "/admin/clients", label: (await getTranslations("consent.clients"))("tile") }] : []),
  ];
  return <SessionWatch><WorkShell home="/admin" name={t("name")} navLabel={t("navLabel")} links={links} view={await currentView()} viewer={await currentViewer()}>{children}</WorkShell></SessionWatch>;
}

import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { signOut } from "@/app/_shared/identity/actions";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer } from "@/app/_shared/session";
import { WorkShell } from "@/app/_ui/shell/WorkShell";

const places = ["items", "calendar", "departments", "staff", "audit"] as const;

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common.admin");
  const links = [{ href: "/admin", label: t("overview") }, ...places.map((place) => ({ href: `/admin/${place}`, label: t(place) }))];
  return <WorkShell home="/admin" name={t("name")} navLabel={t("navLabel")} links={links} view={await currentView()} viewer={await currentViewer()} signOut={signOut}>{children}</WorkShell>;
}

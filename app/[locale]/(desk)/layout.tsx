import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { signOut } from "@/app/_shared/identity/actions";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer } from "@/app/_shared/session";
import { WorkShell } from "@/app/_ui/shell/WorkShell";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common.desk");
  const links = [
    { href: "/desk", label: t("queue") },
    { href: "/desk/counter", label: t("counter") },
    { href: "/desk/supervision", label: t("supervision") },
  ];
  return <WorkShell home="/desk" name={t("name")} navLabel={t("navLabel")} links={links} view={await currentView()} viewer={await currentViewer()} signOut={signOut}>{children}</WorkShell>;
}

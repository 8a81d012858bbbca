import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { deskDoors } from "@/app/_shared/desk/doors";
import { SessionWatch } from "@/app/_shared/identity/SessionWatch";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer } from "@/app/_shared/session";
import { WorkShell } from "@/app/_ui/shell/WorkShell";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common.desk");
  return <SessionWatch><WorkShell home="/desk" name={t("name")} navLabel={t("navLabel")} links={await deskDoors()} view={await currentView()} viewer={await currentViewer()}>{children}</WorkShell></SessionWatch>;
}

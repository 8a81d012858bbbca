import type { ReactNode } from "react";
import { ActingBar } from "@/app/_shared/identity/ActingBar";
import { SessionWatch } from "@/app/_shared/identity/SessionWatch";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer } from "@/app/_shared/session";
import { SiteShell } from "@/app/_ui/shell/SiteShell";

export default async function CitizenLayout({ children }: { children: ReactNode }) {
  return <SessionWatch><SiteShell view={await currentView()} viewer={await currentViewer()}><ActingBar />{children}</SiteShell></SessionWatch>;
}

import type { ReactNode } from "react";
import { SessionWatch } from "@/app/_shared/identity/SessionWatch";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer } from "@/app/_shared/session";
import { SiteShell } from "@/app/_ui/shell/SiteShell";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  return <SessionWatch><SiteShell view={await currentView()} viewer={await currentViewer()}>{children}</SiteShell></SessionWatch>;
}

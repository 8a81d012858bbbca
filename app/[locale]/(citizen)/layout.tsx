import type { ReactNode } from "react";
import { PortalClosure } from "@/app/_shared/departments/Closures";
import { ActingBar } from "@/app/_shared/identity/ActingBar";
import { choosePrincipal } from "@/app/_shared/identity/actions";
import { SessionWatch } from "@/app/_shared/identity/SessionWatch";
import { ElderOffer } from "@/app/_shared/preferences/ElderOffer";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer } from "@/app/_shared/session";
import { SiteShell } from "@/app/_ui/shell/SiteShell";

export default async function CitizenLayout({ children }: { children: ReactNode }) {
  const view = await currentView();
  return <SessionWatch><SiteShell view={view} viewer={await currentViewer()} choose={choosePrincipal}><PortalClosure /><ActingBar /><ElderOffer view={view} />{children}</SiteShell></SessionWatch>;
}

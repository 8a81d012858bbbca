import type { ReactNode } from "react";
import { signOut } from "@/app/_shared/identity/actions";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer } from "@/app/_shared/session";
import { SiteShell } from "@/app/_ui/shell/SiteShell";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  return <SiteShell view={await currentView()} viewer={await currentViewer()} signOut={signOut}>{children}</SiteShell>;
}

import type { ReactNode } from "react";
import { currentView } from "@/app/_shared/preferences/current";
import { SiteShell } from "@/app/_ui/shell/SiteShell";

export default async function CitizenLayout({ children }: { children: ReactNode }) {
  return <SiteShell view={await currentView()} viewer={null}>{children}</SiteShell>;
}

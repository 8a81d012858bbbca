import { ForbiddenPage } from "@/app/_shared/identity/ForbiddenPage";
import { currentView } from "@/app/_shared/preferences/current";
import { SiteShell } from "@/app/_ui/shell/SiteShell";

export default async function Forbidden() {
  return <SiteShell view={await currentView()} viewer={null}><ForbiddenPage /></SiteShell>;
}

import { currentView } from "@/app/_shared/preferences/current";
import { NotFoundPage } from "@/app/_ui/shell/ProblemPages";
import { SiteShell } from "@/app/_ui/shell/SiteShell";

export default async function NotFound() {
  return <SiteShell view={await currentView()} viewer={null}><NotFoundPage /></SiteShell>;
}

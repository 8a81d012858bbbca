import { ForbiddenPage } from "@/app/_shared/identity/ForbiddenPage";

/** What a citizen's account may open and this one may not is somebody's own space. */
export default function Forbidden() {
  return <ForbiddenPage area="space" />;
}

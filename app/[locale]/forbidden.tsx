import { ForbiddenPage } from "@/app/_shared/identity/ForbiddenPage";

/** Only where a layout itself refuses: every page carries this, so it has no header of its own. */
export default function Forbidden() {
  return <main id="main" tabIndex={-1}><ForbiddenPage /></main>;
}

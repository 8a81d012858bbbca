import type { ComponentProps } from "react";
import { Link } from "@/app/_i18n/navigation";

/** A link inside the portal. It does not prefetch: some addresses act on a visit (`/elder`), and pages are made per request. */
export function TextLink(props: ComponentProps<typeof Link>) {
  return <Link prefetch={false} {...props} />;
}

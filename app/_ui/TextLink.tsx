import type { ComponentProps } from "react";
import { Link } from "@/app/_i18n/navigation";

/** A link inside the portal. */
export function TextLink(props: ComponentProps<typeof Link>) {
  return <Link {...props} />;
}

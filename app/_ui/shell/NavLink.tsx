"use client";

import type { ReactNode } from "react";
import { Link } from "@/app/_i18n/navigation";
import { usePlace } from "./usePlace";

type NavLinkProps = { href: string; exact?: boolean; className: string; children: ReactNode };

/** A link of the main navigation that knows whether the page stands beneath it. */
export function NavLink({ href, exact = href === "/", className, children }: NavLinkProps) {
  const [path = "/"] = usePlace().split("?");
  const here = path === href || (!exact && path.startsWith(`${href}/`));
  return <Link href={href} prefetch={false} aria-current={here ? (path === href ? "page" : "true") : undefined} className={className}>{children}</Link>;
}

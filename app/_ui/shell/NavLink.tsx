"use client";

import type { ReactNode } from "react";
import { Link, usePathname } from "@/app/_i18n/navigation";

type NavLinkProps = { href: string; exact?: boolean; className: string; children: ReactNode };

/** A link of the main navigation that knows whether the page stands beneath it. */
export function NavLink({ href, exact = href === "/", className, children }: NavLinkProps) {
  const path = usePathname();
  const here = path === href || (!exact && path.startsWith(`${href}/`));
  return <Link href={href} prefetch={false} aria-current={here ? (path === href ? "page" : "true") : undefined} className={className}>{children}</Link>;
}

"use client";

import type { ReactNode } from "react";
import { Link } from "@/app/_i18n/navigation";
import { usePlace } from "./usePlace";

type NavLinkProps = {
  href: string;
  exact?: boolean;
  /** Links of the same navigation beneath this one: a page of theirs is not of this. */
  inner?: readonly string[];
  className: string;
  children: ReactNode;
};

/** A link of the main navigation that knows whether the page stands beneath it. */
export function NavLink({ href, exact = href === "/", inner = [], className, children }: NavLinkProps) {
  const [path = "/"] = usePlace().split("?");
  const within = (place: string) => path === place || path.startsWith(`${place}/`);
  const here = path === href || (!exact && within(href) && !inner.some(within));
  return <Link href={href} prefetch={false} aria-current={here ? (path === href ? "page" : "true") : undefined} className={className}>{children}</Link>;
}

"use client";

import type { ReactNode } from "react";
import { Link } from "@/app/_i18n/navigation";
import { cx } from "../cx";
import { Icon } from "../Icon";
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
  return <Link href={href} aria-current={here ? (path === href ? "page" : "true") : undefined} className={className}>{children}</Link>;
}

type NavGroupProps = { label: string; links: readonly { href: string; label: string }[]; className: string };

/** Several places under one word: a disclosure, so it opens without script, one at a time, and folds once a page is chosen. On a phone it makes room and covers nothing. */
export function NavGroup({ label, links, className }: NavGroupProps) {
  const [path = "/"] = usePlace().split("?");
  const here = links.some(({ href }) => path === href || path.startsWith(`${href}/`));
  return (
    <details key={path} name="work-places" className="group lg:relative">
      <summary className={cx(className, here && "bg-on-masthead/15 font-bold")}>
        {label}<Icon name="chevronDown" className="size-[0.85em] group-open:rotate-180" />
      </summary>
      <ul className="my-1 w-max max-w-full rounded-card border border-control bg-surface py-2 text-body text-ink lg:absolute lg:left-0 lg:z-20 lg:max-w-none">
        {links.map(({ href, label: place }) => (
          <li key={href}><NavLink href={href} className="flex min-h-tap items-center px-4 text-ink no-underline hover:bg-accent-soft hover:text-ink aria-[current]:font-bold aria-[current]:underline aria-[current]:underline-offset-4">{place}</NavLink></li>
        ))}
      </ul>
    </details>
  );
}

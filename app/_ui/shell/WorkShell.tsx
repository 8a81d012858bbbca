import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Mark } from "../Icon";
import { TextLink } from "../TextLink";
import { AccountMenu } from "./AccountMenu";
import { ModeToggle } from "./ModeToggle";
import { NavGroup, NavLink } from "./NavLink";
import { LanguageLink } from "./PlaceLinks";
import type { HeaderProps } from "./SiteHeader";

type Entry = { href: string; label: string };
/** A place of its own, or several under one word. */
export type WorkLink = Entry | { label: string; links: readonly Entry[] };

type WorkShellProps = HeaderProps & {
  home: string;
  name: string;
  navLabel: string;
  links: readonly WorkLink[];
  children: ReactNode;
};

const onDark = "tap gap-1.5 rounded-control px-2.5 text-on-masthead no-underline hover:bg-on-masthead/15 hover:text-on-masthead focus-visible:outline-on-masthead!";

/** Desk and administration: one dense bar, the whole width for the work. */
export function WorkShell({ home, name, navLabel, links, view, viewer, children }: WorkShellProps) {
  const t = useTranslations("common");
  const all = links.flatMap((link) => ("links" in link ? link.links : [link]));
  const innerOf = (href: string) => all.flatMap((link) => (link.href.startsWith(`${href}/`) ? [link.href] : []));
  const current = "aria-[current]:bg-on-masthead/15 aria-[current]:font-bold aria-[current]:underline aria-[current]:decoration-2 aria-[current]:underline-offset-8";
  return (
    <div data-density="dense" className="flex min-h-[calc(100dvh-4rem)] flex-col text-body">
      <header data-print="no" className="bg-masthead text-hint text-on-masthead forced-colors:border-b">
        <div className="wrap-site flex max-w-wide flex-wrap items-center gap-x-6 gap-y-1 border-t border-on-masthead/30 py-1.5">
          <TextLink href={home} className="tap gap-2.5 font-bold text-on-masthead no-underline hover:text-on-masthead focus-visible:outline-on-masthead!">
            <Mark className="size-7 text-on-masthead/25 forced-colors:text-[LinkText]" />{name}
          </TextLink>
          <nav aria-label={navLabel} className="grow">
            <ul className="flex flex-wrap gap-x-1">
              {links.map((link) => (
                <li key={link.label}>
                  {"links" in link ? <NavGroup label={link.label} links={link.links} className={onDark} />
                    : <NavLink href={link.href} exact={link.href === home} inner={innerOf(link.href)} className={`${onDark} ${current}`}>{link.label}</NavLink>}
                </li>
              ))}
            </ul>
          </nav>
          <ul aria-label={t("tools.label")} className="ms-auto flex flex-wrap items-center gap-x-1">
            <li><TextLink href="/" className={onDark}>{t("toPortal")}</TextLink></li>
            <li><ModeToggle mode={view.mode} className={onDark} /></li>
            <li><LanguageLink className={onDark} /></li>
            <li><AccountMenu viewer={viewer} className={onDark} /></li>
          </ul>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="grow">{children}</main>
    </div>
  );
}

"use client";

import { useLocale } from "next-intl";
import { usePathname as useAddress, useRouter } from "next/navigation";
import { startTransition, type ComponentProps, type MouseEvent } from "react";
import { localePath, unlocalised } from "./routing";

/** The address of this page without its language. */
export function usePathname(): string {
  return unlocalised(useAddress());
}

type LinkProps = Omit<ComponentProps<"a">, "href"> & { href: string; /** False stays where the page is scrolled to. */ scroll?: boolean };

/**
 * A link that keeps the language of the page, for addresses written without a prefix, and changes pages without loading
 * the whole anew. It never fetches ahead: some addresses act on a visit (`/elder`), and pages are made per request.
 */
export function Link({ href, scroll = true, onClick, children, ...rest }: LinkProps) {
  const [locale, router] = [useLocale(), useRouter()];
  const inside = href.startsWith("/");
  const address = inside ? localePath(locale, href) : href;
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (!inside || event.defaultPrevented || leavesHere(event)) return;
    event.preventDefault();
    startTransition(() => router.push(address, { scroll }));
  };
  return <a {...rest} href={address} onClick={go}>{children}</a>;
}

/** Whether a click opens another window, or saves a file: the browser knows how. */
function leavesHere({ metaKey, ctrlKey, shiftKey, altKey, button, currentTarget: link }: MouseEvent<HTMLAnchorElement>): boolean {
  return metaKey || ctrlKey || shiftKey || altKey || button !== 0 || (link.target !== "" && link.target !== "_self") || link.hasAttribute("download");
}

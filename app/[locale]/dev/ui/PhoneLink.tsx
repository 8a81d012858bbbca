"use client";

import type { MouseEvent } from "react";
import { usePlace } from "@/app/_ui/shell/usePlace";
import { localePath } from "@/app/_i18n/routing";
import { useLocale } from "next-intl";

/** The same page in a window as wide as a phone; without script in another tab. */
export function PhoneLink({ className }: { className: string }) {
  const href = localePath(useLocale(), usePlace());
  const open = (event: MouseEvent) => {
    if (window.open(href, "", "popup,width=360,height=740")) event.preventDefault();
  };
  return <a href={href} target="_blank" rel="noopener" onClick={open} className={className}>Phone, 360 px (new window)</a>;
}

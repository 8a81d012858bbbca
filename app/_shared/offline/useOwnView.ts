import { useEffect } from "react";
import { viewAttributes } from "@/app/_shared/preferences/preferences";
import { modeCookie, preferencesCookie, readView } from "@/domain/identity/rules/preferences";

const cookie = (name: string) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

function decoded(value: string | undefined): string | undefined {
  try {
    return value && decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Gives a page that was kept as strangers get it the view of whoever opens it: senior mode, size, contrast. */
export function useOwnView(): void {
  useEffect(() => {
    const { documentElement } = document;
    const attributes = viewAttributes(readView(cookie(modeCookie), decoded(cookie(preferencesCookie))));
    for (const [name, value] of Object.entries(attributes)) documentElement.setAttribute(name, value);
    if (!("data-theme" in attributes)) documentElement.removeAttribute("data-theme");
  }, []);
}

import { modeCookie, presetOf, viewCookies } from "@/domain/identity/rules/preferences";
import { elderHome } from "./preferences";

type Visit = { method: string; pathname: string; headers: Pick<globalThis.Headers, "get"> };

/**
 * What a request for `/elder` is. A person who goes there (`visit`) gets senior mode; a `prefetch` changes nothing; the
 * router's own `fetch` is answered with no page, so that the browser loads the document anew and all of it follows.
 */
export function elderVisit({ method, pathname, headers }: Visit): "visit" | "fetch" | "prefetch" | undefined {
  // A form sent from there is no visit: it may be the one that leaves senior mode.
  if (!elderHome.test(pathname) || method !== "GET") return undefined;
  const purpose = `${headers.get("sec-purpose") ?? ""} ${headers.get("purpose") ?? ""} ${headers.get("x-moz") ?? ""}`;
  if (/prefetch|prerender|preview/i.test(purpose)) return "prefetch";
  // Absent on plain http beyond this machine, where only a visit is to be expected: links here do not prefetch.
  const mode = headers.get("sec-fetch-mode");
  return mode === null || mode === "navigate" ? "visit" : "fetch";
}

/** Tells the senior home that this visit switched the mode on; what a client states in it is dropped. */
export const switchedHeader = "x-view-switched";

const elderCookies = viewCookies({ mode: "elder", preferences: presetOf("elder") });

/** The cookies that switch senior mode on; none for someone who has it on, whose preferences stay. */
export function cookiesForVisit(cookieHeader: string | null): Record<string, string> {
  return new RegExp(`(?:^|;\\s*)${modeCookie}=elder(?:;|$)`).test(cookieHeader ?? "") ? {} : elderCookies;
}

/** The cookie header of the request as the next one will be, so that the first byte is already in senior mode. */
export function withCookies(cookieHeader: string | null, added: Record<string, string>): string {
  const kept = (cookieHeader ?? "").split(/;\s*/).filter((pair) => pair && !Object.hasOwn(added, pair.split("=")[0] ?? ""));
  return [...kept, ...Object.entries(added).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)].join("; ");
}

import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { modeCookie, preferencesCookie, readView, viewCookies } from "@/domain/identity/rules/preferences";

/** What alone an anonymous page depends on: its address, which says the language too, and the view of whoever asks. */
export type Key = { path: string; cookie: string };

export const nameOf = ({ path, cookie }: Key): string => `${path}\n${cookie}`;

// Pages that say the same to everybody. Named one by one: what is not here is never kept, a new page neither.
const places = [
  "", "/elder", "/items", "/items/[0-9A-Z]{31}(?:[0-9A-Z]{2})?", "/departments", "/departments/[0-9a-f-]{36}", "/divisions/[0-9]{6,12}",
  "/life-events", "/life-events/[a-z][a-z0-9-]{1,39}", "/help", "/help/[a-z][a-z-]{0,60}", "/accessibility", "/privacy",
];
const kept = new RegExp(`^(?:/|(?:/en)?(?:${places.join("|")}))$`);

// Whoever has one of these began something here: signed in, waits for a code, asks about a case.
const ours = /^(?:tongban-|__Host-|__Secure-|next-auth|oidc)/;

/** What tells that a program of the page asks, or a browser that looks ahead, or that only a part is wanted. */
const special = ["rsc", "next-action", "next-url", "next-router-state-tree", "next-router-prefetch", "next-router-segment-prefetch", "purpose", "sec-purpose", "x-moz", "range", "authorization", "expect", "upgrade"];

/** The page that is asked for, where it may be told from memory: an address that is kept, asked by a person of whom nothing is known but the view. */
export function keyOf({ method, url = "", headers }: IncomingMessage): Key | undefined {
  if (method !== "GET" || !kept.test(url) || special.some((name) => headers[name] !== undefined) || !isVisit(headers)) return undefined;
  const cookies = cookiesOf(headers.cookie);
  return cookies && { path: url, cookie: viewCookie(cookies) };
}

function isVisit({ "sec-fetch-mode": mode, "content-length": length, "transfer-encoding": encoding, accept = "*/*" }: IncomingHttpHeaders): boolean {
  return (mode === undefined || mode === "navigate") && length === undefined && encoding === undefined && /text\/html|\*\/\*/.test(accept);
}

/** All cookies by name; nothing where one of them is of a person's. Those of other systems under this domain are as if they were not there. */
function cookiesOf(header = ""): Map<string, string> | undefined {
  const cookies = new Map<string, string>();
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    const name = (at < 0 ? part : part.slice(0, at)).trim();
    if (ours.test(name)) return undefined;
    if (at >= 0) cookies.set(name, part.slice(at + 1).trim());
  }
  return cookies;
}

/** Whatever was written there, in the one way in which we write it. */
function viewCookie(cookies: ReadonlyMap<string, string>): string {
  const view = readView(decoded(cookies.get(modeCookie)), decoded(cookies.get(preferencesCookie)));
  return Object.entries(viewCookies(view)).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

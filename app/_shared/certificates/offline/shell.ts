import { localePath, routing, type Locale } from "@/app/_i18n/routing";
import { shellCache } from "./forget";

const page = "/me/certificates/offline";
const scope = "/me/certificates";

/** Where copies are shown, in a language. */
export const offlinePath = (locale: Locale) => localePath(locale, page);

/** What a page is built of, as its HTML names it: the portal's own scripts and styles, public and never changed under their names. */
export const partsOf = (html: string) => [...new Set(html.match(/\/_next\/static\/[\w./%~@+-]+\.(?:js|css)/g) ?? [])];

/** Keeps the page of copies for a time without the network: fetched as a stranger gets it, so that nothing in it is anyone's. Returns all it consists of. */
async function keepPage(locale: Locale): Promise<string[]> {
  const [path, cache] = [offlinePath(locale), await caches.open(shellCache)];
  const answer = await fetch(path, { credentials: "omit", cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error("page");
  const parts = partsOf(await answer.clone().text());
  const known = await keptPaths(cache);
  await cache.addAll(parts.filter((part) => !known.includes(part)));
  await cache.put(path, answer);
  return [path, ...parts];
}

const keptPaths = async (cache: Cache) => (await cache.keys()).map(({ url }) => new URL(url).pathname);

/** Has this browser open the copies without the network: a worker for the wallet's addresses in this language alone. */
export async function prepareOffline(locale: Locale): Promise<void> {
  await navigator.serviceWorker.register("/sw.js", { scope: localePath(locale, scope), updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  await keepPage(locale);
}

/** Keeps the page as the portal serves it now, and drops what earlier editions left. */
export async function renewPage(): Promise<void> {
  const cache = await caches.open(shellCache);
  const before = await keptPaths(cache);
  const wanted: string[] = [];
  for (const locale of routing.locales) if (before.includes(offlinePath(locale))) wanted.push(...(await keepPage(locale)));
  for (const path of before) if (!wanted.includes(path)) await cache.delete(path, { ignoreVary: true });
}

import { localePath, routing, type Locale } from "@/app/_i18n/routing";

/** The page shown in place of any other without the network, the same for everyone. */
export const offlinePage = "/offline";
const offlineCache = "tongban-offline";

/** What a page is built of, as its HTML names it: the portal's own scripts and styles, public and never changed under their names. */
export const partsOf = (html: string) => [...new Set(html.match(/\/_next\/static\/[\w./%~@+-]+\.(?:js|css)/g) ?? [])];

/** Keeps a page for a time without the network: fetched as a stranger gets it, so that nothing in it is anyone's. Returns all it consists of. */
export async function keepPage(cache: Cache, path: string): Promise<string[]> {
  const answer = await fetch(path, { credentials: "omit", cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error("page");
  const parts = partsOf(await answer.clone().text());
  const known = await keptPaths(cache);
  await cache.addAll(parts.filter((part) => !known.includes(part)));
  await cache.put(path, answer);
  return [path, ...parts];
}

export const keptPaths = async (cache: Cache) => (await cache.keys()).map(({ url }) => new URL(url).pathname);

/** Drops from a cache what earlier editions of the portal left. */
export async function keepOnly(cache: Cache, wanted: readonly string[]): Promise<void> {
  for (const path of await keptPaths(cache)) if (!wanted.includes(path)) await cache.delete(path, { ignoreVary: true });
}

const canWork = () => window.isSecureContext && "serviceWorker" in navigator && "caches" in window;

/** The worker that answers without the network, for the whole portal. */
export async function registerWorker(): Promise<void> {
  await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  await navigator.serviceWorker.ready;
}

/** Has this browser say so itself when the network is away, in these languages; asked again, it takes over the portal's present edition. */
export async function prepareShell(): Promise<void> {
  if (!canWork()) return;
  await registerWorker();
  const cache = await caches.open(offlineCache);
  const kept: string[] = [];
  for (const locale of routing.locales) kept.push(...(await keepPage(cache, localePath(locale, offlinePage))));
  await keepOnly(cache, kept);
}

/** Takes the worker and all that it could bring out of this browser, the page for copies of certificates too. */
export async function removeShell(): Promise<void> {
  if (!canWork()) return;
  const workers = await navigator.serviceWorker.getRegistrations();
  const kept = await caches.keys();
  await Promise.all([...workers.map((worker) => worker.unregister()), ...kept.map((name) => caches.delete(name))]);
}

/** Where copies of certificates are shown, in a language. */
export const copiesPath = (locale: Locale) => localePath(locale, "/me/certificates/offline");

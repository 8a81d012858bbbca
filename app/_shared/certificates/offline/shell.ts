import { routing, type Locale } from "@/app/_i18n/routing";
import { copiesPath, keepOnly, keepPage, keptPaths, registerWorker } from "@/app/_shared/offline/shell";
import { walletCache } from "./forget";

/** Has this browser open the copies without the network. */
export async function prepareOffline(locale: Locale): Promise<void> {
  await registerWorker();
  await keepPage(await caches.open(walletCache), copiesPath(locale));
}

/** Keeps the page as the portal serves it now, and drops what earlier editions left. */
export async function renewPage(): Promise<void> {
  const cache = await caches.open(walletCache);
  const before = await keptPaths(cache);
  const wanted: string[] = [];
  for (const locale of routing.locales) if (before.includes(copiesPath(locale))) wanted.push(...(await keepPage(cache, copiesPath(locale))));
  await keepOnly(cache, wanted);
}

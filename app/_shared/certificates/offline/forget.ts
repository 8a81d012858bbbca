/** Apart from what reads copies: every page of somebody signed in carries this, and little else of the wallet. */

export const databaseName = "tongban-wallet";
/** The page that shows copies, and the files it is made of, as kept for a time without the network. */
export const shellCache = "tongban-wallet-page";
/** Whose copies are here, so that a page of another account can tell without opening anything. */
const ownerKey = "tongban-wallet-owner";

/** Whose copies are on this phone; null where there are none, or where the browser lets a site store nothing. */
export function ownerHere(): string | null {
  try {
    return localStorage.getItem(ownerKey);
  } catch {
    return null;
  }
}

export const setOwner = (owner: string): void => localStorage.setItem(ownerKey, owner);

/** Whether this browser can keep a copy: it has storage, cryptography and a worker that answers without the network. */
export const mayKeep = (): boolean => window.isSecureContext && "indexedDB" in window && "serviceWorker" in navigator && "caches" in window;

/** Deletes every copy with its key, the page that shows them and the worker that brings it. */
export async function forgetAll(): Promise<void> {
  localStorage.removeItem(ownerKey);
  indexedDB.deleteDatabase(databaseName);
  if (!mayKeep()) return;
  await caches.delete(shellCache);
  const workers = await navigator.serviceWorker.getRegistrations();
  await Promise.all(workers.map((worker) => worker.unregister()));
}

/** Apart from what reads and writes them: every page of somebody signed in carries this, and little else of the stores. */

/** What a browser may keep for somebody: copies of certificates by choice, and what was typed until the server has it. */
export const stores = ["wallet", "typing"] as const;
export type Store = (typeof stores)[number];

export const databaseOf = (store: Store) => `tongban-${store}`;
/** Whose things are in it, so that a page of another account can tell without opening anything. */
const ownerKey = (store: Store) => `tongban-${store}-owner`;

/** Whose things a store of this browser holds; null where there are none, or where the browser lets a site store nothing. */
export function ownerOf(store: Store): string | null {
  try {
    return localStorage.getItem(ownerKey(store));
  } catch {
    return null;
  }
}

export const setOwner = (store: Store, owner: string): void => localStorage.setItem(ownerKey(store), owner);

/** Makes a store this account's, before anything is kept in it; what it held for another goes. */
export function claimStore(store: Store, owner: string): void {
  const before = ownerOf(store);
  if (before !== null && before !== owner) forgetStore(store);
  try {
    setOwner(store, owner);
  } catch {
    // A browser that lets a site store nothing keeps nothing.
  }
}

/** Deletes all that a store holds, with the key it is sealed under. */
export function forgetStore(store: Store): void {
  localStorage.removeItem(ownerKey(store));
  indexedDB.deleteDatabase(databaseOf(store));
}

/** Whether this browser can keep anything sealed. */
export const canSeal = (): boolean => window.isSecureContext && "indexedDB" in window && "subtle" in crypto;

import type { OfflineCopy } from "@/domain/certificates/rules/offline";
import { vanishing, type Known } from "@/domain/certificates/rules/vanishing";

/* The one place in the browser where copies of certificates lie: sealed, under a key that no script can read out. */

/** A copy as it is kept: for which account, and when the portal last said that its certificate is valid, by its clock (`asOf`) and by the phone's. */
export type KeptCopy = OfflineCopy & { owner: string; asOf: string; checkedAt: string };

const databaseName = "tongban-wallet";
/** Whose copies are here, so that a page of another account can tell without opening anything. */
const ownerKey = "tongban-wallet-owner";

type Sealed = { id: string; iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };

const settled = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
  request.addEventListener("success", () => resolve(request.result));
  request.addEventListener("error", () => reject(request.error ?? new Error("storage")));
});

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.addEventListener("upgradeneeded", () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("copies", { keyPath: "id" });
  });
  return settled(request);
}

async function within<T>(store: "keys" | "copies", mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await settled(act(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
}

/** Made on first use; it can seal and open here, and never leaves the browser. */
async function sealingKey(): Promise<CryptoKey> {
  const known = await within<CryptoKey | undefined>("keys", "readonly", (keys) => keys.get("copies"));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await within("keys", "readwrite", (keys) => keys.put(made, "copies"));
  return made;
}

const bytes = (text: string) => new TextEncoder().encode(text);

export async function keep(copy: KeptCopy): Promise<void> {
  const key = await sealingKey();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(copy.id) }, key, bytes(JSON.stringify(copy)));
  await within("copies", "readwrite", (copies) => copies.put({ id: copy.id, iv, data } satisfies Sealed));
  localStorage.setItem(ownerKey, copy.owner);
}

async function opened(key: CryptoKey, { id, iv, data }: Sealed): Promise<KeptCopy | undefined> {
  try {
    const text = new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(id) }, key, data));
    return JSON.parse(text) as KeptCopy;
  } catch {
    return undefined;
  }
}

/** The copies that may still be shown; all others are deleted here, those that do not open among them. */
export async function readCopies(known: Known): Promise<KeptCopy[]> {
  if (!mayKeep() || ownerHere() === null) return [];
  const key = await sealingKey();
  const sealed = await within<Sealed[]>("copies", "readonly", (copies) => copies.getAll());
  const all = await Promise.all(sealed.map(async (one) => ({ id: one.id, copy: await opened(key, one) })));
  const shown = all.flatMap(({ copy }) => (copy && !vanishing(copy, known) ? [copy] : []));
  const gone = all.filter(({ id }) => !shown.some((copy) => copy.id === id));
  for (const { id } of gone) await within("copies", "readwrite", (copies) => copies.delete(id));
  if (shown.length === 0) await forgetAll();
  return shown;
}

/** Deletes one copy; with the last one everything that was kept for it. */
export async function forget(id: string): Promise<void> {
  await within("copies", "readwrite", (copies) => copies.delete(id));
  if ((await within("copies", "readonly", (copies) => copies.count())) === 0) await forgetAll();
}

/** Whose copies are on this phone; null where there are none. */
export const ownerHere = (): string | null => localStorage.getItem(ownerKey);

/** Whether this browser can keep a copy: it has storage, cryptography and a worker that answers without the network. */
export const mayKeep = (): boolean => window.isSecureContext && "indexedDB" in window && "serviceWorker" in navigator && "caches" in window;

/** The page that shows copies, and the files it is made of, as kept for a time without the network. */
export const shellCache = "tongban-wallet-page";

/** Deletes every copy with its key, the page that shows them and the worker that brings it. */
export async function forgetAll(): Promise<void> {
  localStorage.removeItem(ownerKey);
  indexedDB.deleteDatabase(databaseName);
  if (!mayKeep()) return;
  await caches.delete(shellCache);
  const workers = await navigator.serviceWorker.getRegistrations();
  await Promise.all(workers.map((worker) => worker.unregister()));
}

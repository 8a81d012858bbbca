import { parseJson } from "@/domain/core/json";
import { databaseOf, type Store } from "./owner";

/* The one place where a browser keeps anything for somebody: sealed, under a key that no script can read out. */

type Sealed = { id: string; iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };

const settled = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
  request.addEventListener("success", () => resolve(request.result));
  request.addEventListener("error", () => reject(request.error ?? new Error("storage")));
});

function openDatabase(store: Store): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseOf(store), 1);
  request.addEventListener("upgradeneeded", () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("copies", { keyPath: "id" });
  });
  return settled(request);
}

type Table = "keys" | "copies";

async function within<T>(store: Store, [table, mode]: readonly [Table, IDBTransactionMode], act: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openDatabase(store);
  try {
    return await settled(act(database.transaction(table, mode).objectStore(table)));
  } finally {
    database.close();
  }
}

/** Made on first use; it can seal and open here, and never leaves the browser. */
async function sealingKey(store: Store): Promise<CryptoKey> {
  const known = await within<CryptoKey | undefined>(store, ["keys", "readonly"], (keys) => keys.get("copies"));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await within(store, ["keys", "readwrite"], (keys) => keys.put(made, "copies"));
  return made;
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** Keeps a value under an id, bound to it. */
export async function keepSealed(store: Store, id: string, value: unknown): Promise<void> {
  const key = await sealingKey(store);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(id) }, key, bytes(JSON.stringify(value)));
  await within(store, ["copies", "readwrite"], (copies) => copies.put({ id, iv, data } satisfies Sealed));
}

async function opened(key: CryptoKey, { id, iv, data }: Sealed): Promise<unknown> {
  try {
    return parseJson(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(id) }, key, data)));
  } catch {
    return undefined;
  }
}

/** All that is kept, by id; undefined what cannot be opened. */
export async function readSealed(store: Store): Promise<{ id: string; value: unknown }[]> {
  const key = await sealingKey(store);
  const sealed = await within<Sealed[]>(store, ["copies", "readonly"], (copies) => copies.getAll());
  return Promise.all(sealed.map(async (one) => ({ id: one.id, value: await opened(key, one) })));
}

export async function dropSealed(store: Store, id: string): Promise<void> {
  await within(store, ["copies", "readwrite"], (copies) => copies.delete(id));
}

export const countSealed = (store: Store): Promise<number> => within(store, ["copies", "readonly"], (copies) => copies.count());

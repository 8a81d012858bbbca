import { vanishing, type Known, type Vanishing } from "@/domain/certificates/rules/vanishing";
import { KeptCopy } from "@/domain/certificates/schema/wallet";
import { parseJson } from "@/domain/core/json";
import { databaseName, forgetAll, mayKeep, ownerHere, setOwner } from "./forget";

/* The one place in the browser where copies of certificates lie: sealed, under a key that no script can read out. */

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
  setOwner(copy.owner);
}

async function opened(key: CryptoKey, { id, iv, data }: Sealed): Promise<KeptCopy | undefined> {
  try {
    const text = new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(id) }, key, data));
    return KeptCopy.safeParse(parseJson(text)).data;
  } catch {
    return undefined;
  }
}

/** A copy that was deleted, and why; of another account's nothing is told. */
export type Gone = { name: string; reason: Exclude<Vanishing, "otherAccount"> };

/** The copies that may still be shown; all others are deleted here. */
export async function readCopies(known: Known): Promise<{ copies: KeptCopy[]; gone: Gone[] }> {
  if (!mayKeep() || ownerHere() === null) return { copies: [], gone: [] };
  const key = await sealingKey();
  const sealed = await within<Sealed[]>("copies", "readonly", (copies) => copies.getAll());
  const all = await Promise.all(sealed.map(async (one) => ({ id: one.id, copy: await opened(key, one) })));
  const judged = all.map(({ id, copy }) => ({ id, copy, reason: copy && vanishing(copy, known) }));
  const copies = judged.flatMap(({ copy, reason }) => (copy && !reason ? [copy] : []));
  for (const { id, copy, reason } of judged) if (!copy || reason) await within("copies", "readwrite", (store) => store.delete(id));
  if (copies.length === 0) await forgetAll();
  return { copies, gone: judged.flatMap(({ copy, reason }) => (copy && reason && reason !== "otherAccount" ? [{ name: copy.name, reason }] : [])) };
}

/** Deletes one copy; with the last one everything that was kept for it. */
export async function forget(id: string): Promise<void> {
  await within("copies", "readwrite", (copies) => copies.delete(id));
  if ((await within("copies", "readonly", (copies) => copies.count())) === 0) await forgetAll();
}

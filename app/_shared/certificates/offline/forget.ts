import { canSeal, forgetStore, ownerOf, setOwner } from "@/app/_shared/offline/owner";

/** The page that shows copies, and the files it is made of, as kept for a time without the network. */
export const walletCache = "tongban-wallet-page";

/** Whose copies are on this phone. */
export const ownerHere = (): string | null => ownerOf("wallet");
export const setOwnerHere = (owner: string): void => setOwner("wallet", owner);

/** Whether this browser can keep a copy: it has storage, cryptography and a worker that answers without the network. */
export const mayKeep = (): boolean => canSeal() && "serviceWorker" in navigator && "caches" in window;

/** Deletes every copy with its key, and the page that shows them. */
export async function forgetAll(): Promise<void> {
  forgetStore("wallet");
  if (mayKeep()) await caches.delete(walletCache);
}

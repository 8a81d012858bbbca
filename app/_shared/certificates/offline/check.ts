import { browserApi, isLost } from "@/app/_trpc/browser";
import type { KeptCopy } from "@/domain/certificates/schema/wallet";
import { renewPage } from "./shell";
import { keep, readCopies, type Gone } from "./store";

/** The copies that may be shown, those just deleted, and whether the portal was asked after them just now: `signedOut` reached it as nobody. */
export type Checked = { copies: KeptCopy[]; gone: Gone[]; standing: "checked" | "offline" | "signedOut" };

/** Asks the portal after the copies on this phone, deletes those that must go, and notes that the others were asked after. */
export async function checkCopies(): Promise<Checked> {
  const { copies, gone } = await readCopies({ now: new Date() });
  if (copies.length === 0) return { copies, gone, standing: "checked" };
  try {
    const { owner, valid, asOf } = await browserApi.certificates.checkOffline.query({ ids: copies.map(({ id }) => id) });
    const now = new Date();
    const known = await readCopies({ now, owner, valid });
    const left = known.copies.map((copy) => ({ ...copy, asOf, checkedAt: now.toISOString() }));
    for (const copy of left) await keep(copy);
    // Without a new page the old one still serves.
    if (left.length > 0) await renewPage().catch(() => undefined);
    return { copies: left, gone: [...gone, ...known.gone], standing: "checked" };
  } catch (error) {
    return { copies, gone, standing: isLost(error) ? "offline" : "signedOut" };
  }
}

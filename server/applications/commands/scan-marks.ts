import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { unscannedFiles } from "@/db/schema";

/** Notes that a stored file waits for the scanner. */
export async function markUnscanned(tx: Tx, storageKey: string, now: Date): Promise<void> {
  await tx.insert(unscannedFiles).values({ storageKey, since: now });
}

/** A copy waits as long as what it was copied from. */
export async function copyMark(tx: Tx, from: string, to: string): Promise<void> {
  const [mark] = await tx.select({ since: unscannedFiles.since }).from(unscannedFiles).where(eq(unscannedFiles.storageKey, from));
  if (mark) await markUnscanned(tx, to, mark.since);
}

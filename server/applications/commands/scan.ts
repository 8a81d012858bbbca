import { asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, files, keptMaterials, unscannedFiles } from "@/db/schema";
import { formatApplicationNumber } from "@/domain/core/codes";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { logger } from "@/server/core/logger";
import { storage } from "@/server/core/storage";
import { fileScanner } from "@/server/integrations/file-scanner/gateway";
import type { Verdict } from "@/server/integrations/file-scanner/port";
import { Unavailable } from "@/server/integrations/signed-request";
import { erasing, isHeld } from "./materials";

/** Longer than anybody would wait before a page. */
const patienceMs = 120_000;
const batch = 100;

/**
 * Has the files looked at that came while the scanner was away, the oldest first. What it clears may be opened from then on;
 * what it finds something in, or cannot look into, is taken out of every case and library, erased, and its owner told. Returns how many it
 * settled; it stops where the scanner is still away. Run twice, the second finds nothing left to do.
 */
export async function scanWaiting(ctx: Ctx): Promise<number> {
  const scanner = fileScanner(patienceMs);
  if (!scanner) return 0;
  const waiting = await ctx.db.select({ key: unscannedFiles.storageKey }).from(unscannedFiles).orderBy(asc(unscannedFiles.since)).limit(batch);
  let settled = 0;
  for (const { key } of waiting) {
    try {
      // Taken out again meanwhile: there is nothing left to look at.
      const verdict: Verdict = (await isHeld(ctx.db, key)) ? await scanner.scan(await storage().getStream(key)) : { kind: "clean" };
      settled += await commit(ctx, (tx) => settle(tx, ctx, key, verdict));
    } catch (error) {
      if (error instanceof Unavailable) return settled;
      // One that cannot be read waits on, and holds up no other.
      logger.error("files.notScanned", { error: error instanceof Error ? error.name : "unknown" });
    }
  }
  return settled;
}

async function settle(tx: Tx, ctx: Ctx, key: string, verdict: Verdict) {
  const gone = await tx.delete(unscannedFiles).where(eq(unscannedFiles.storageKey, key)).returning({ key: unscannedFiles.storageKey });
  const holders = await tx.select({ id: files.id, applicationId: files.applicationId, owner: files.ownerAccountId, number: applications.number }).from(files)
    .innerJoin(applications, eq(applications.id, files.applicationId)).where(eq(files.storageKey, key)).orderBy(files.id);
  const refused = verdict.kind !== "clean" && gone.length > 0;
  const audit = holders.map(({ id, applicationId }): AuditEntry => ({ action: refused ? "applications.refuseFile" : "applications.clearFile", subject: { type: "application", id: applicationId }, after: { fileId: id, ...(refused ? verdict : {}) } }));
  const outbox = refused ? [...(await takeOut(tx, ctx, key)), ...holders.map((holder) => told(holder))] : [];
  return { value: gone.length, audit: audit.length > 0 ? audit : [{ action: "applications.forgetFile", subject: { type: "storedFile", id: key } }], outbox };
}

/** Also what a correction replaced: of this there is no earlier version to read. */
async function takeOut(tx: Tx, { now }: Ctx, key: string): Promise<OutboxEntry[]> {
  await tx.update(files).set({ deletedAt: now, kept: false }).where(eq(files.storageKey, key));
  await tx.delete(keptMaterials).where(eq(keptMaterials.storageKey, key));
  return erasing([key]);
}

const told = ({ id, owner, number }: { id: string; owner: string; number: string }): OutboxEntry => ({
  topic: "notices.tell", payload: { accountId: owner, template: "uploadRefused", params: { number: formatApplicationNumber(number) }, dedupeKey: `${id}:uploadRefused` },
});

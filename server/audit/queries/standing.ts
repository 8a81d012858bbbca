import { desc } from "drizzle-orm";
import { auditChecks, auditCheckpoints, auditLog } from "@/db/schema";
import type { Ctx } from "@/server/core/context";
import { digestOf, openCheckpoint } from "@/server/core/documents/audit-chain";
import { signingKeys } from "@/server/core/documents/provider";
import { waiting } from "./waiting";
import { checkpointsFile } from "./witness";

/** More than so many rows are not counted. */
const mostWaiting = 10_000;

/**
 * How the chain stands: the last checkpoint with its root (to compare with what was kept elsewhere), whether the second place
 * has it, and what the last nightly look found.
 */
export async function getStanding({ db }: Ctx) {
  const [[last], [check]] = await Promise.all([
    db.select().from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1), db.select().from(auditChecks).orderBy(desc(auditChecks.at)).limit(1),
  ]);
  const unsealed = await db.select({ id: auditLog.id }).from(auditLog).where(await waiting(db, last?.size ?? 0)).limit(mostWaiting);
  const checkpoint = last && (await openCheckpoint(last.jws, await signingKeys().publicJwks()));
  return {
    checkpoint: checkpoint ? { size: checkpoint.size, at: checkpoint.at, root: checkpoint.root, digest: last ? digestOf(last.jws) : "" } : null,
    elsewhere: last ? (await checkpointsFile().last()) === last.jws : null, waiting: unsealed.length,
    check: check ? { at: check.at.toISOString(), rows: check.rows, findings: check.findings } : null,
  };
}

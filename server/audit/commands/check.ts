import { auditChecks } from "@/db/schema";
import type { Database } from "@/db/client";
import type { Ctx } from "@/server/core/context";
import { verifyChain } from "@/server/core/documents/audit-chain";
import { signingKeys } from "@/server/core/documents/provider";
import { logger } from "@/server/core/logger";
import { withChain } from "../queries/rows";
import { checkpointsFile } from "../queries/witness";
import { seal, type Places } from "./seal";

const toldFindings = 50;

/**
 * Reads the whole chain at night, with the checkpoints of the second place, and keeps what it found for the audit
 * administrator; what still waited is sealed first. Returns how many rows it read.
 */
export async function checkChain(ctx: Ctx, places: Places = { keys: signingKeys(), file: checkpointsFile() }): Promise<number> {
  await sealWaiting(ctx, places);
  const told = { jwks: await places.keys.publicJwks(), witnesses: await places.file.all() };
  const { sealed: rows, findings } = await withChain(ctx.db, ctx.now, (lines) => verifyChain(lines, told));
  if (findings.length > 0) logger.error("audit.chainDamaged", { findings: findings.length, kind: findings[0]?.kind, seq: findings[0]?.seq });
  // Safe, as for the seals: a look at the log is no act, and a row about it would have no end.
  await (ctx.db as Database).insert(auditChecks).values({ at: ctx.now, rows, findings: findings.slice(0, toldFindings) });
  return rows;
}

/** Seals what waits, before the chain is looked at: a sealer that stops has said why, and the chain tells more. */
export async function sealWaiting(ctx: Ctx, places?: Places): Promise<void> {
  try {
    await seal(ctx, places);
  } catch {
    return;
  }
}

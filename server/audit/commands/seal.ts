import { randomUUID } from "node:crypto";
import { desc, eq, gt, sql } from "drizzle-orm";
import type { Database, Reader, Tx } from "@/db/client";
import { auditCheckpoints, auditLog, auditSeals, auditTiles } from "@/db/schema";
import { emptyFrontier, grow, rootOf, type Frontier, type Subtree } from "@/domain/audit/rules/merkle";
import { fullBatch } from "@/domain/audit/rules/findings";
import type { Ctx } from "@/server/core/context";
import { bytesOf, digestOf, hexOf, leafOf, noSeal, openCheckpoint, sealOf, sha256, signCheckpoint } from "@/server/core/documents/audit-chain";
import type { Jwks, KeyProvider } from "@/server/core/documents/keys";
import { logger } from "@/server/core/logger";
import { signingKeys } from "@/server/core/documents/provider";
import { tellable, tileLevels } from "../queries/rows";
import { waiting } from "../queries/waiting";
import { checkpointsFile, type CheckpointsFile } from "../queries/witness";

// Any number, the same in every process: one sealer at a time.
const turn = 0x7461_6c6c;

export type Places = { keys: KeyProvider; file: CheckpointsFile };

/**
 * Gives every row of the audit log whose transaction has ended its place in the chain, in batches, each under a checkpoint
 * signed by a key the database never sees, and takes the checkpoints to the second place. Returns how many rows were sealed.
 * It is no act of anybody, so it leaves no row itself, and writes under the role `tongban_sealer`. It refuses to go on over
 * a chain that is not the one last signed, or shorter than the one the second place knows: that has to be looked into.
 */
export async function seal(ctx: Ctx, places: Places = { keys: signingKeys(), file: checkpointsFile() }): Promise<number> {
  const jwks = await places.keys.publicJwks();
  await mustReach(ctx.db, places.file, jwks);
  let sealed = 0;
  for (let full = true; full;) {
    const rows = await sealBatch(ctx, places.keys, jwks);
    sealed += rows;
    full = rows === fullBatch;
    if (rows > 0) await handOver(ctx.db, places.file);
  }
  await handOver(ctx.db, places.file);
  return sealed;
}

// Safe: the chain is written by the sealer alone, which is no business act; `commit` would add a row to what it seals.
const writing = (db: Reader) => db as Database;

function sealBatch(ctx: Ctx, keys: KeyProvider, jwks: Jwks): Promise<number> {
  return writing(ctx.db).transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${turn})`);
    await tx.execute(sql`set local role tongban_sealer`);
    const last = await lastOf(tx, jwks);
    const rows = await tx.select().from(auditLog).where(await waiting(tx, last.seq)).orderBy(auditLog.txid, auditLog.id).limit(fullBatch);
    if (rows.length === 0) return 0;
    const seals: (typeof auditSeals.$inferInsert)[] = [];
    const tiles: Subtree[] = [];
    let { head, frontier } = last;
    for (const row of rows) {
      const seq = frontier.size + 1;
      const salt = randomUUID();
      const told = tellable(row, salt);
      // Nothing that this portal writes: it keeps no other row waiting, and the nightly look finds it.
      if (!told) continue;
      head = sealOf({ previous: head, seq, row: told });
      seals.push({ seq, auditId: row.id, salt, hash: head });
      const grown = grow(sha256, frontier, leafOf(head));
      frontier = grown.frontier;
      tiles.push(...grown.completed.filter(({ level }) => tileLevels.includes(level)));
    }
    if (seals.length === 0) return 0;
    await tx.insert(auditSeals).values(seals);
    if (tiles.length > 0) await tx.insert(auditTiles).values(tiles.map(({ hash, ...place }) => ({ ...place, hash: hexOf(hash) })));
    await tx.insert(auditCheckpoints).values({
      size: frontier.size, at: ctx.now, peaks: frontier.peaks.map(hexOf),
      jws: await signCheckpoint({ frontier, head, at: ctx.now.toISOString(), previous: last.jws ? digestOf(last.jws) : null }, await keys.auditSigningKey()),
    });
    return seals.length;
  });
}

type Last = { seq: number; head: string; frontier: Frontier; jws: string | undefined };

/** Where the chain ends, as it was signed. */
async function lastOf(tx: Tx, jwks: Jwks): Promise<Last> {
  const [checkpoint] = await tx.select().from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1);
  const [newest] = await tx.select().from(auditSeals).orderBy(desc(auditSeals.seq)).limit(1);
  if (!checkpoint) {
    if (newest) throw broken("the chain was never signed", newest.seq);
    return { seq: 0, head: noSeal, frontier: emptyFrontier, jws: undefined };
  }
  const signed = await openCheckpoint(checkpoint.jws, jwks);
  if (!signed || newest?.seq !== signed.size || newest.hash !== signed.head) throw broken("the chain is not the one last signed", checkpoint.size);
  const frontier = { size: signed.size, peaks: checkpoint.peaks.map(bytesOf) };
  if (hexOf(rootOf(sha256, frontier)) !== signed.root) throw broken("the tree is not the one last signed", signed.size);
  return { seq: signed.size, head: signed.head, frontier, jws: checkpoint.jws };
}

function broken(why: string, size: number): Error {
  logger.error("audit.sealerStopped", { why, size });
  return new Error(`audit: ${why} (at ${size}); see docs/audit.md, When the sealer stops`);
}

/** What the second place knows must be in the database; that a restored one is shorter is for people to explain. */
async function mustReach(db: Reader, file: CheckpointsFile, jwks: Jwks): Promise<void> {
  const jws = await file.last();
  const known = jws && (await openCheckpoint(jws, jwks));
  if (!jws) return;
  if (!known) throw broken("the last checkpoint of the second place is not ours", 0);
  const [kept] = await db.select({ jws: auditCheckpoints.jws }).from(auditCheckpoints).where(eq(auditCheckpoints.size, known.size));
  if (kept?.jws !== jws) throw broken("the second place knows a checkpoint that the database does not", known.size);
}

/** Takes to the second place what it does not have yet; what stands there is the database's own (`mustReach`). */
async function handOver(db: Reader, file: CheckpointsFile): Promise<void> {
  const jws = await file.last();
  const known = jws ? await openCheckpoint(jws, undefined) : undefined;
  const missing = await db.select({ jws: auditCheckpoints.jws }).from(auditCheckpoints).where(gt(auditCheckpoints.size, known?.size ?? 0)).orderBy(auditCheckpoints.size);
  if (missing.length > 0) await file.add(missing.map((row) => row.jws));
}

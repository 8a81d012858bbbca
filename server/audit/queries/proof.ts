import { and, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { auditCheckpoints, auditLog, auditSeals, auditTiles } from "@/db/schema";
import { inclusionPath, nodeHash } from "@/domain/audit/rules/merkle";
import type { AuditProof, ProofOfCase } from "@/domain/audit/schema";
import { innerActions } from "@/domain/applications/rules";
import { applicationActions } from "@/domain/applications/schema";
import { yearBegins } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { getOwn, type Signed } from "@/server/applications/queries/shares";
import { bytesOf, hexOf, leafOf, noSeal, sha256 } from "@/server/core/documents/audit-chain";
import { rowOf, tileStep } from "./rows";

const acts = applicationActions.filter((action) => !innerActions.has(action)).map((action) => `applications.${action}`);

/**
 * What happened to one's own case, row by row of the audit log, each proven to stand in the chain under the latest signed
 * checkpoint. Who acted stays hidden; what the desk keeps to itself is not part of it.
 * Errors: `applications.notFound`; `audit.notSealedYet` (conflict) in the first minutes after filing; `audit.movedAway` (conflict)
 * where acts on it are of a year that was moved out of the database.
 */
export async function getProof(ctx: Signed, { number }: ProofOfCase): Promise<AuditProof> {
  const { application: { id, createdAt } } = await getOwn(ctx, number);
  const { db } = ctx;
  const [{ checkpoint, moved } = { checkpoint: undefined, moved: null }] = await db.select({ checkpoint: auditCheckpoints, moved: movedUntil }).from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1);
  if (moved !== null && createdAt < yearBegins(moved + 1)) throw new DomainError("conflict", "audit.movedAway", { year: moved });
  const rows = await db.select({ seal: auditSeals, row: auditLog }).from(auditLog).innerJoin(auditSeals, eq(auditSeals.auditId, auditLog.id))
    .where(and(eq(auditLog.subjectType, "application"), eq(auditLog.subjectId, id), inArray(auditLog.action, acts))).orderBy(asc(auditSeals.seq));
  const size = checkpoint?.size ?? 0;
  const under = rows.filter(({ seal }) => seal.seq <= size);
  if (!checkpoint || under.length === 0) throw new DomainError("conflict", "audit.notSealedYet");
  const [subtree, before] = [subtreesOf(db), await sealsOf(db, under.map(({ seal }) => seal.seq - 1))];
  const entries = [];
  for (const { seal: { seq, hash, salt }, row } of under) {
    const path = await inclusionPath(sha256, { size, index: seq - 1 }, subtree);
    entries.push({ seq, hash, row: rowOf(row, salt), previous: before.get(seq - 1) ?? noSeal, path: path.map(hexOf) });
  }
  return { format: "tongban.audit-proof/1", checkpoint: checkpoint.jws, entries };
}

/** The last year of the log that was moved away. */
const movedUntil = sql<number | null>`(select max(year) from moved_years where table_name = 'audit_log')`;

/** Each seal by its number. */
async function sealsOf(db: Reader, numbers: readonly number[]): Promise<Map<number, string>> {
  const rows = await db.select({ seq: auditSeals.seq, hash: auditSeals.hash }).from(auditSeals).where(inArray(auditSeals.seq, [...numbers]));
  return new Map(rows.map(({ seq, hash }) => [seq, hash]));
}

/** Roots of complete subtrees: a kept one, or put together from the kept ones beneath it; each read once. */
function subtreesOf(db: Reader) {
  const known = new Map<string, Promise<Uint8Array>>();
  async function read(level: number, position: number): Promise<Uint8Array> {
    const base = Math.floor(level / tileStep) * tileStep;
    const width = 2 ** (level - base);
    let hashes = base === 0 ? await leaves(db, position * width, width) : await tiles(db, base, { from: position * width, width });
    if (hashes.length !== width) throw new Error(`audit: a subtree of level ${level} is not whole`);
    for (; hashes.length > 1; hashes = pairs(hashes));
    return hashes[0] ?? Uint8Array.of();
  }
  return (level: number, position: number): Promise<Uint8Array> => {
    const key = `${level}/${position}`;
    const hash = known.get(key) ?? read(level, position);
    known.set(key, hash);
    return hash;
  };
}

const pairs = (hashes: Uint8Array[]) => hashes.flatMap((left, at) => (at % 2 === 0 ? [nodeHash(sha256, left, hashes[at + 1] ?? left)] : []));

async function leaves(db: Reader, from: number, width: number): Promise<Uint8Array[]> {
  const rows = await db.select({ hash: auditSeals.hash }).from(auditSeals).where(and(gte(auditSeals.seq, from + 1), lt(auditSeals.seq, from + 1 + width))).orderBy(asc(auditSeals.seq));
  return rows.map(({ hash }) => leafOf(hash));
}

async function tiles(db: Reader, level: number, { from, width }: { from: number; width: number }): Promise<Uint8Array[]> {
  const rows = await db.select({ hash: auditTiles.hash }).from(auditTiles).where(and(eq(auditTiles.level, level), gte(auditTiles.position, from), lt(auditTiles.position, from + width))).orderBy(asc(auditTiles.position));
  return rows.map(({ hash }) => bytesOf(hash));
}

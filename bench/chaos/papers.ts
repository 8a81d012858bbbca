import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { desc } from "drizzle-orm";
import type { Connection } from "@/db/client";
import { auditChecks } from "@/db/schema";
import { checkChain } from "@/server/audit/commands/check";
import { now } from "@/server/core/clock";
import { storage } from "@/server/core/storage";
import type { Broken } from "./invariants";

// What SQL cannot see: files against rows, and the chain against its signatures.

const rowsWithFile = `
  select storage_key as key, sha256 from files where deleted_at is null
  union select pdf_key, pdf_sha256 from notices where pdf_key is not null
  union select pdf_key, pdf_sha256 from certificates where pdf_key is not null`;

/** Rows without their file, to the byte, and files that no row knows. */
export async function brokenPapers({ pool }: Pick<Connection, "pool">): Promise<Broken[]> {
  const { rows } = await pool.query<{ key: string; sha256: string }>(rowsWithFile);
  const wrong: string[] = [];
  for (const { key, sha256 } of rows) {
    const digest = await storage().getBytes(key).then((bytes) => createHash("sha256").update(bytes).digest("hex"), () => "missing");
    if (digest !== sha256) wrong.push(key);
  }
  const known = new Set(rows.map(({ key }) => key));
  const alone: string[] = [];
  for (const folder of ["uploads", "notices", "certificates"]) {
    for (const key of await filesUnder(folder)) if (!known.has(key)) alone.push(key);
  }
  return [
    { name: "files", says: "Each row that names a file has it, to the byte.", ids: wrong },
    { name: "noStray", says: "Each file has a row that names it.", ids: alone },
  ].filter(({ ids }) => ids.length > 0);
}

async function filesUnder(folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of storage().list(`${folder}/`)) keys.push(key);
  return keys;
}

/** What the portal's own verifier finds wrong with the chain of the audit log, after everything was sealed. */
export async function brokenChain(connection: Connection): Promise<Broken[]> {
  const until = performance.now() + 20_000;
  let ids = await faultsOf(connection);
  // A transaction under way elsewhere on the server holds rows back from the sealer: they are sealed when it has ended.
  for (; ids.some((id) => id.startsWith("unsealed")) && performance.now() < until; ids = await faultsOf(connection)) await pause(200);
  return ids.length > 0 ? [{ name: "chain", says: "The chain over the audit log is whole.", ids }] : [];
}

async function faultsOf({ db, pool }: Connection): Promise<string[]> {
  await checkChain({ actor: { kind: "system" }, now: now(), requestId: "chaos", address: "chaos", db });
  const [last] = await db.select().from(auditChecks).orderBy(desc(auditChecks.id)).limit(1);
  const { rows } = await pool.query<{ id: string }>("select l.id from audit_log l left join audit_seals s on s.audit_id = l.id where s.seq is null");
  return [...(last?.findings ?? [{ kind: "unread", seq: 0 }]).map(({ kind, seq }) => `${kind} ${seq}`), ...rows.map(({ id }) => `unsealed ${id}`)];
}

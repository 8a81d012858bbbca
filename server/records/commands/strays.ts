import { readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import {
  archives, certificateImports, certificates, deliveries, files, hearings, itemFiles, itemRuns, keptMaterials, notices, reports, unscannedFiles,
} from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { storage } from "@/server/core/storage";

/** Every column that names a stored file; a test holds this list to the tables, so that a new one stands here before it is used. */
export const namingFiles: readonly AnyPgColumn[] = [
  archives.storageKey, certificateImports.fileKey, certificates.pdfKey, deliveries.proofKey, files.storageKey, hearings.minutesKey, itemFiles.storageKey,
  itemRuns.fileKey, keptMaterials.storageKey, notices.pdfKey, reports.storageKey, unscannedFiles.storageKey,
];

/** Where the portal keeps files by generated names; whatever else lies in the storage is not ours to judge. */
const folders = ["archives/", "certificates/", "imports/", "notices/", "reports/", "uploads/"] as const;

const day = 86_400_000;
const batchSize = 5_000;
// A few come of processes that died. So many come of a database that is not the one of these files: nothing is removed then.
const mostStrays = { count: 100, share: 0.1 };

/**
 * Removes files that no row names and that are older than a day: a process died, or lost its database, between storing a file
 * and writing its row. Leaves all of them where they are too many to have come about like that. Returns how many were removed.
 * Errors: `records.tooManyStrays` (conflict).
 */
export async function sweepFiles(ctx: Ctx, minAgeMs = day): Promise<number> {
  const before = Date.now() - minAgeMs;
  await sweepIncoming(before);
  const { seen, strays } = await findStrays(ctx, before);
  if (strays.length > Math.max(mostStrays.count, seen * mostStrays.share)) throw new DomainError("conflict", "records.tooManyStrays", { files: strays.length });
  for (const key of strays) await storage().delete(key);
  if (strays.length === 0) return 0;
  return commit(ctx, async () => ({ value: strays.length, audit: { action: "records.sweepFiles", subject: { type: "storage", id: "files" }, after: { files: strays.length } } }));
}

async function findStrays({ db }: Ctx, before: number): Promise<{ seen: number; strays: string[] }> {
  let seen = 0;
  const strays: string[] = [];
  for await (const keys of batchesOf(everything())) {
    seen += keys.length;
    // Asked after the listing: whatever is written from now on is younger than a day.
    for (const key of await unnamed(db, keys)) if ((await storage().storedAt(key)).getTime() < before) strays.push(key);
  }
  return { seen, strays };
}

async function* everything(): AsyncGenerator<string> {
  for (const folder of folders) yield* storage().list(folder);
}

async function* batchesOf(keys: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const key of keys) {
    if (batch.push(key) < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Those of the keys that stand in no row, erased and superseded ones among the rows. */
async function unnamed(db: Ctx["db"], keys: readonly string[]): Promise<string[]> {
  const named = namingFiles.map((column): SQL => sql`select ${column} as key from ${column.table} where ${column} in (select key from asked)`);
  const strays = sql`(with asked as materialized (select key from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as given(key))
    select key from asked except (${sql.join(named, sql` union all `)})) as strays`;
  const rows = await db.select({ key: sql<string>`key` }).from(strays);
  return rows.map(({ key }) => key);
}

/** What was being received when its process died; every process on this machine receives here. */
async function sweepIncoming(before: number): Promise<void> {
  const folder = resolve(env().DATA_DIR, "incoming");
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const at = await stat(path).then(({ mtimeMs }) => mtimeMs, () => Infinity);
    if (at < before) await rm(path, { recursive: true, force: true });
  }
}

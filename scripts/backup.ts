import { mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Pool } from "pg";
import { connect, type Connection } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { env } from "@/env";
import { verifyChain } from "@/server/core/documents/audit-chain";
import { signingKeys } from "@/server/core/documents/provider";
import { verifyPdf } from "@/server/core/documents/verify-file";
import { compareFigures, compareFiles, figuresOf } from "@/server/core/process/backup/compare";
import { takeBackup } from "@/server/core/process/backup/archive";
import { pruneBackups } from "@/server/core/process/backup/prune";
import { restoreBackup } from "@/server/core/process/backup/restore";
import { withDatabase } from "@/server/core/process/settle";
import { now } from "@/server/core/clock";
import { objectStorage, type Storage } from "@/server/core/storage";
import { sealWaiting } from "@/server/audit/commands/check";
import { withChain } from "@/server/audit/queries/rows";
import { runCommand, UsageError } from "./lib/command";

const usage = `Backup and point-in-time restore of a portal with its own (embedded) database.

  npm run backup                                       copies database and files into BACKUP_DIR, while the portal runs
  npm run restore -- --into <folder> [--to <instant>]  makes a data folder of it, as everything was at the instant
  npm run backup:prune [-- --days <days>]              takes away what is older than so many days, by itself BACKUP_KEEP_DAYS
  npm run backup:drill                                 restores into a folder of its own, compares, and takes it away again

The portal must have been started with BACKUP_DIR, so that the database's log is put aside there from then on; an instant lost at
most is a minute. With BACKUP_KEEP_DAYS set, backup also prunes. Files in a bucket (S3_URL) are copied like those on a disk; after a restore
put them back by npm run files:copy. Keys (DATA_DIR/keys, SECRET_KEYS) are not in it: keep them apart. For a database of your own (DATABASE_URL) use
pg_basebackup or pgBackRest, see docs/operations.md. Exit code: 0 done, 1 failed or different, 3 wrong usage.`;

const say = (text: string) => process.stdout.write(`${text}\n`);

function folderOf(): string {
  const { BACKUP_DIR } = env();
  if (!BACKUP_DIR) throw new UsageError("Set BACKUP_DIR to the folder of the backups");
  return resolve(BACKUP_DIR);
}

function embeddedOnly(): void {
  if (process.env["DATABASE_URL"] ?? process.env["MIGRATION_DATABASE_URL"]) throw new UsageError("DATABASE_URL names a database of your own: back it up with pg_basebackup or pgBackRest (docs/operations.md, Backup)");
}

async function take(): Promise<number> {
  embeddedOnly();
  const [folder, { DATA_DIR }] = [folderOf(), env()];
  const taken = await withDatabase((url) => takeBackup(url, DATA_DIR, folder, bucket()));
  const { BACKUP_KEEP_DAYS: days } = env();
  if (days) await prune(days);
  say(`Taken: ${join(folder, "base", taken.name)}\nIt can be restored to any instant from ${taken.takenAt} on.\nNot in it, keep them apart: ${resolve(DATA_DIR, "keys")}, SECRET_KEYS${env().demo ? ` (${resolve(DATA_DIR, "secrets.json")})` : ""}.`);
  return 0;
}

/** Where files lie that are on no disk. */
function bucket(): Storage | undefined {
  const { objects } = env();
  return objects && objectStorage(objects);
}

async function prune(days: number | undefined): Promise<number> {
  if (days === undefined || !Number.isInteger(days) || days < 1) throw new UsageError("Say how many days backups are kept: --days, or BACKUP_KEEP_DAYS");
  const { backups, files, log, unnamed } = await pruneBackups(folderOf(), days, new Date());
  say(`Taken away: ${backups} backups older than ${days} days, ${files} files that no other names, ${log} pieces of the log.`);
  if (unnamed) say("A backup of an earlier release names no files: files go when it has gone.");
  return 0;
}

async function restore(into: string | undefined, to: string | undefined): Promise<number> {
  if (!into) throw new UsageError("Name a new folder with --into");
  const at = to === undefined ? undefined : new Date(to);
  if (at && Number.isNaN(at.getTime())) throw new UsageError("--to is an instant such as 2026-03-02T08:00:00+08:00");
  const { name } = await restoreBackup(folderOf(), into, at ? { at } : {});
  say(`Restored from ${name} into ${resolve(into)}. Put the keys into ${join(resolve(into), "keys")}, and start with DATA_DIR=${resolve(into)}.${env().objects ? " Put the files into the bucket first: npm run files:copy -- --to bucket, with the same DATA_DIR." : ""}`);
  return 0;
}

/** Back and forth: a fresh backup, restored to a point marked in the log, compared table by table and file by file. */
async function drill(): Promise<number> {
  embeddedOnly();
  const [folder, { DATA_DIR }] = [folderOf(), env()];
  const began = performance.now();
  const told = await withDatabase(async (url) => {
    await takeBackup(url, DATA_DIR, folder, bucket());
    const { db, pool, close } = connect(url, 1);
    try {
      // What only waits for the sealer is no finding.
      await sealWaiting({ db, actor: { kind: "system" }, now: now(), requestId: "drill", address: "system" });
      const [before, { findings }] = [await figuresOf(pool), await chainOf(db)];
      await pool.query("select pg_create_restore_point('drill')");
      await pool.query("select pg_switch_wal()");
      return { before, after: await figuresOf(pool), findings: findings.length, began };
    } finally {
      await close();
    }
  });
  const into = await mkdtemp(join(dirname(folder), "drill-"));
  try {
    await restoreBackup(folder, into, { point: "drill" });
    return await compared(into, told);
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}

type Told = { before: Awaited<ReturnType<typeof figuresOf>>; after: Awaited<ReturnType<typeof figuresOf>>; findings: number; began: number };

async function chainOf(db: Connection["db"]) {
  const jwks = await signingKeys().publicJwks();
  return withChain(db, now(), (lines) => verifyChain(lines, { jwks, witnesses: [] }));
}

const mostVerified = 50;

/** The latest certificates: how many were looked at, and whose signature does not verify by the keys in use. */
async function verifyCertificates(pool: Pool, folder: string): Promise<{ looked: number; wrong: number }> {
  const { rows } = await pool.query<{ key: string; at: Date }>("select pdf_key as key, signed_at as at from certificates where pdf_key is not null order by id desc limit $1", [mostVerified]);
  const jwks = await signingKeys().publicJwks();
  const verdicts = await Promise.all(rows.map(async ({ key, at }) => verifyPdf(await readFile(join(folder, key)), jwks, at)));
  return { looked: rows.length, wrong: verdicts.filter(({ status }) => status !== "valid").length };
}

async function compared(into: string, { before, after, findings, began }: Told): Promise<number> {
  const database = await startEmbedded({ dataDir: join(into, "postgres") });
  const { db, pool, close } = connect(database.url, 1);
  try {
    const tables = compareFigures(before, after, await figuresOf(pool));
    const [files, certificates, chain] = [await compareFiles(pool, join(into, "files")), await verifyCertificates(pool, join(into, "files")), await chainOf(db)];
    for (const { table, rows, verdict } of tables.filter((one) => Number(one.rows) > 0 || one.verdict !== "same")) say(`${table.padEnd(34)} ${rows.padStart(10)}  ${verdict}`);
    const different = tables.filter(({ verdict }) => verdict === "DIFFERENT").length;
    say(`
tables         ${tables.length}, ${different} different
files          ${files.looked}, ${files.wrong.length} missing or changed
certificates   ${certificates.looked} verified, ${certificates.wrong} not valid
audit chain    ${chain.sealed} rows sealed, ${chain.findings.length} findings (before: ${findings})
took           ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return different + files.wrong.length + certificates.wrong + Math.max(0, chain.findings.length - findings) > 0 ? 1 : 0;
  } finally {
    await close();
    await database.stop();
  }
}

async function main(): Promise<number> {
  const { positionals: [act], values } = parseArgs({ allowPositionals: true, options: { to: { type: "string" }, into: { type: "string" }, days: { type: "string" } } });
  if (act === "take") return take();
  if (act === "restore") return restore(values.into, values.to);
  if (act === "prune") return prune(values.days === undefined ? env().BACKUP_KEEP_DAYS : Number(values.days));
  if (act === "drill") return drill();
  throw new UsageError("Call it by npm run backup, restore, backup:prune or backup:drill");
}

await runCommand(main, { usage });

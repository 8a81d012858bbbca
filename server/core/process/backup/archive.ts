import { chown, cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Client } from "pg";
import { serviceAccount } from "@/db/embedded-account";
import type { Storage } from "@/server/core/storage";
import { copyFiles, fetchObjects, unlessGone } from "./files";

/** Where everything of a backup lies: base copies of the database, its log since, and the files. Keys are never in it. */
export const placesOf = (folder: string) => ({ base: join(resolve(folder), "base"), wal: join(resolve(folder), "wal"), files: join(resolve(folder), "files") });

/** The embedded database's settings with which each finished piece of its log is put aside, a minute old at most. */
export async function archiving(folder: string): Promise<Record<string, string>> {
  const { wal } = placesOf(folder);
  // The account of the database goes through the folder to its own part; the others are not for it.
  await mkdir(resolve(folder), { recursive: true, mode: 0o711 });
  await mkdir(wal, { recursive: true, mode: 0o700 });
  await ownedByDatabase(wal);
  // Written whole under its name or not at all, and never over another: PostgreSQL tries again until it succeeds. Killed before
  // it noted that a piece was put aside, it asks for the same once more, and is told that it is there.
  const command = `if test -f '${wal}/%f'; then cmp -s '%p' '${wal}/%f'; else cp '%p' '${wal}/%f.part' && mv '${wal}/%f.part' '${wal}/%f'; fi`;
  return { wal_level: "replica", archive_mode: "on", archive_command: command, archive_timeout: "60" };
}

export async function ownedByDatabase(path: string): Promise<void> {
  const account = serviceAccount();
  if (!account) return;
  await chown(path, account.uid, account.gid);
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}

/** What belongs to the run, not to the data, or is kept elsewhere. */
const leftOut = /^(postmaster\.(pid|opts)|server\.log|recovery\.signal|(pg_wal|pg_replslot|pg_stat_tmp|pg_notify|pg_subtrans)\/.+|.*pgsql_tmp.*)$/;

export type Taken = { name: string; startedAt: string; takenAt: string };

/**
 * Copies the database while it runs, by PostgreSQL's own protocol for that, and whatever files the backup does not have yet;
 * files never change under their name. `dataDir` holds `postgres/` and, unless they lie in an object storage, `files/`.
 */
export async function takeBackup(url: string, dataDir: string, folder: string, objects?: Storage): Promise<Taken> {
  const { base, wal } = placesOf(folder);
  const client = new Client({ connectionString: url, statement_timeout: 120_000 });
  await client.connect();
  try {
    const { rows: [archive] } = await client.query<{ mode: string; command: string; now: Date }>("select current_setting('archive_mode') as mode, current_setting('archive_command') as command, clock_timestamp() as now");
    if (archive?.mode !== "on" || !archive.command.includes(wal)) throw new Error("The database does not put its log aside into this folder yet: set BACKUP_DIR to it and restart the portal once.");
    const startedAt = archive.now.toISOString();
    const name = startedAt.replaceAll(/[:.]/g, "-");
    const draft = join(base, `${name}.part`);
    await mkdir(draft, { recursive: true, mode: 0o700 });
    await client.query("select pg_backup_start('tongban', true)");
    await copyCluster(resolve(dataDir, "postgres"), join(draft, "postgres"));
    const { rows: [stopped] } = await client.query<{ labelfile: string; now: Date }>("select labelfile, clock_timestamp() as now from pg_backup_stop(true)").catch(explained(wal));
    await writeFile(join(draft, "postgres", "backup_label"), stopped?.labelfile ?? "");
    await cp(resolve(dataDir, "postgres.password"), join(draft, "postgres.password"));
    const { files } = placesOf(folder);
    const keys = objects ? await fetchObjects(objects, files) : await copyFiles(resolve(dataDir, "files"), files);
    // What it needs of the files of all backups: the rest may go with the others (`prune`).
    await writeFile(join(draft, "files.txt"), keys.join("\n"));
    const taken = { name, startedAt, takenAt: (stopped?.now ?? archive.now).toISOString() };
    await writeFile(join(draft, "taken.json"), JSON.stringify(taken));
    // At once: what bears its name without `.part` is whole, also when this is broken off.
    await rename(draft, join(base, name));
    return taken;
  } finally {
    await client.end();
  }
}

/** The end of a copy waits for the log that belongs to it; where that does not come, the folder cannot be written. */
const explained = (wal: string) => (error: unknown): never => {
  throw new Error(`The database does not get its log into ${wal}: see that its account can reach and write that folder, and that the disk has room.`, { cause: error });
};

/** Files may go or grow while they are copied: the log that is read afterwards mends both. */
export async function copyCluster(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const relative = path.slice(from.length + 1);
    if (leftOut.test(relative)) continue;
    if (entry.isDirectory()) await mkdir(join(to, relative), { recursive: true, mode: 0o700 });
    else await cp(path, join(to, relative)).catch(unlessGone);
  }
}

/** The backups that are whole, the earliest first. */
export async function listBackups(folder: string): Promise<Taken[]> {
  const { base } = placesOf(folder);
  const names = (await readdir(base).catch(() => [])).filter((name) => !name.endsWith(".part")).toSorted();
  return Promise.all(names.map(async (name): Promise<Taken> => JSON.parse(await readFile(join(base, name, "taken.json"), "utf8"))));
}

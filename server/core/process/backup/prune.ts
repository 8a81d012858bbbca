import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { listBackups, placesOf, type Taken } from "./archive";
import { filesIn, unlessGone } from "./files";

export type Pruned = { backups: number; files: number; log: number; unnamed: boolean };

const day = 86_400_000;

/**
 * Takes away the backups that are older than so many days, the log before the oldest that stays, and the files that none of
 * those names: what retention erased is then gone here too. The latest backup always stays.
 */
export async function pruneBackups(folder: string, days: number, now: Date): Promise<Pruned> {
  const { base } = placesOf(folder);
  const backups = await listBackups(folder);
  const before = new Date(now.getTime() - days * day);
  const kept = backups.filter(({ takenAt }, at) => new Date(takenAt) >= before || at === backups.length - 1);
  const gone = backups.filter((backup) => !kept.includes(backup));
  for (const { name } of [...gone, ...(await brokenOff(base, before))]) await rm(join(base, name), { recursive: true, force: true });
  const [oldest] = kept;
  if (!oldest) return { backups: 0, files: 0, log: 0, unnamed: false };
  return { backups: gone.length, log: await pruneLog(folder, oldest), ...(await pruneFiles(folder, kept, now)) };
}

/** Copies that never became whole. */
async function brokenOff(base: string, before: Date): Promise<{ name: string }[]> {
  const names = (await readdir(base).catch(() => [])).filter((name) => name.endsWith(".part"));
  const ages = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(base, name))).mtime })));
  return ages.filter(({ at }) => at < before);
}

/** The pieces that only a backup would need which is gone; the timeline, the first eight digits, does not count. */
async function pruneLog(folder: string, { name }: Taken): Promise<number> {
  const { base, wal } = placesOf(folder);
  const label = await readFile(join(base, name, "postgres", "backup_label"), "utf8");
  const first = /^START WAL LOCATION: \S+ \(file [0-9A-F]{8}([0-9A-F]{16})\)/m.exec(label)?.[1];
  if (!first) throw new Error(`The backup ${name} does not say where its log begins.`);
  const old = (await readdir(wal)).filter((piece) => /^[0-9A-F]{24}(\.|$)/.test(piece) && piece.slice(8, 24) < first);
  for (const piece of old) await rm(join(wal, piece), { force: true });
  return old.length;
}

/** Files that no kept backup names. A backup of an earlier release names none: then all stay until it is gone (`unnamed`). */
async function pruneFiles(folder: string, kept: readonly Taken[], now: Date): Promise<Pick<Pruned, "files" | "unnamed">> {
  const { base, files } = placesOf(folder);
  const named = new Set<string>();
  for (const { name } of kept) {
    const list = await readFile(join(base, name, "files.txt"), "utf8").catch(unlessGone);
    if (list === undefined) return { files: 0, unnamed: true };
    for (const key of list.split("\n")) named.add(key);
  }
  let gone = 0;
  for (const key of await filesIn(files).catch(unlessGone) ?? []) {
    // One that was copied today may belong to a backup that is being taken.
    if (named.has(key) || now.getTime() - (await stat(join(files, key))).mtimeMs < day) continue;
    await rm(join(files, key));
    gone += 1;
  }
  return { files: gone, unnamed: false };
}

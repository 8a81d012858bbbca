import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { startEmbedded } from "@/db/embedded";
import { listBackups, ownedByDatabase, placesOf, type Taken } from "./archive";
import { copyFiles } from "./files";

/** The instant to go back to, or a restore point by its name; without either, as far as the log goes. */
export type Target = { at?: Date; point?: string };

/** The latest backup that was whole at the instant. */
export function chooseBackup(backups: readonly Taken[], at: Date | undefined): Taken | undefined {
  return backups.findLast(({ takenAt }) => at === undefined || new Date(takenAt) <= at);
}

/**
 * Makes a data folder of a backup as everything was at the target; `into` must be empty or new. The keys are not in it: they
 * are put there by whoever keeps them.
 */
export async function restoreBackup(folder: string, into: string, { at, point }: Target): Promise<Taken> {
  const taken = chooseBackup(await listBackups(folder), at);
  if (!taken) throw new Error(at ? `No backup in ${folder} was whole at ${at.toISOString()}.` : `There is no backup in ${folder}.`);
  if (existsSync(into) && (await readdir(into)).length > 0) throw new Error(`${into} is not empty: name a new folder.`);
  const home = join(resolve(into), "postgres");
  await mkdir(into, { recursive: true });
  await cp(join(placesOf(folder).base, taken.name), into, { recursive: true });
  for (const own of ["taken.json", "files.txt"]) await rm(join(into, own), { force: true });
  await writeFile(join(home, "recovery.signal"), "");
  await mkdir(join(home, "pg_wal"), { recursive: true, mode: 0o700 });
  await Promise.all([ownedByDatabase(home), ownedByDatabase(`${home}.password`).catch(() => undefined), copyFiles(placesOf(folder).files, join(into, "files"))]);
  await replay(home, placesOf(folder).wal, { ...(at ? { recovery_target_time: at.toISOString().replace("T", " ").replace("Z", "+00") } : {}), ...(point ? { recovery_target_name: point } : {}) });
  return taken;
}

/** Lets PostgreSQL read the log as far as the target, and stops it again: the next start is an ordinary one. */
async function replay(home: string, wal: string, target: Record<string, string>): Promise<void> {
  const settings = { restore_command: `cp '${wal}/%f' '%p'`, recovery_target_action: "promote", hot_standby: "off", ...target };
  const database = await startEmbedded({ dataDir: home, settings });
  await database.stop();
}

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DrizzleQueryError } from "drizzle-orm";

/** Makes the data folder and tries whether it can be written. */
export function openDataFolder(folder: string): void {
  const probe = join(folder, ".writable");
  mkdirSync(folder, { recursive: true });
  writeFileSync(probe, "writable");
  rmSync(probe);
}

/** One sentence for what went wrong, and for the troubles of a disk what to do about it. */
export function explain(error: unknown, folder: string): string {
  // Drizzle quotes the whole statement; PostgreSQL's own words are its cause.
  const said = error instanceof DrizzleQueryError ? error.cause : error;
  const text = said instanceof Error ? said.message : String(said);
  if (/ENOSPC|No space left|53100/i.test(text)) return `There is no space left on the disk that holds ${folder}: free some and start again.`;
  if (/EACCES|EPERM|EROFS/.test(text)) return `The data folder ${folder} cannot be written: change its owner, or set DATA_DIR to another folder.`;
  return text;
}

interface Holder { pid: number; startedAs: string }

/** One portal per data folder, because two would run two databases on the same files. Returns the release. */
export function lockDataFolder(folder: string): () => void {
  const file = join(folder, "portal.lock");
  const own: Holder = { pid: process.pid, startedAs: identity(process.pid) };
  for (const attempt of [1, 2]) {
    try {
      writeFileSync(file, JSON.stringify(own), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!existsSync(file)) throw error;
      const holder = readHolder(file);
      if (holder && identity(holder.pid) === holder.startedAs) {
        throw new Error(`Tongban already runs on the data folder ${folder} (process ${holder.pid}): stop it first, or set DATA_DIR to another folder.`, { cause: error });
      }
      // Its holder was killed.
      if (attempt === 1) rmSync(file, { force: true });
    }
  }
  throw new Error(`Another start took the data folder ${folder} at the same moment: try again.`);
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** What tells a process from a later one with the same number: when it started, on Linux; elsewhere that it lives. */
function identity(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return "gone";
  }
  if (process.platform !== "linux") return "alive";
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Field 22; the fields are counted after the name, which may itself hold spaces and brackets.
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
}

/** The keys of a demo are made on the spot and kept with its data; elsewhere the operator gives them. */
export function demoSecretKeys(folder: string): string {
  const file = join(folder, "secrets.json");
  if (!existsSync(file)) {
    const secrets = { secretKeys: `demo:${randomBytes(32).toString("base64")}` };
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  }
  const { secretKeys }: { secretKeys: string } = JSON.parse(readFileSync(file, "utf8"));
  return secretKeys;
}

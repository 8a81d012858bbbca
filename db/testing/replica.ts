import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { type Embedded, startEmbedded } from "../embedded";

/** How to copy a cluster that runs, and to give it to the account of PostgreSQL. */
type Copying = { copyCluster(from: string, to: string): Promise<void>; ownedByDatabase(path: string): Promise<void> };

/** A streaming replica of the PostgreSQL that runs in `home`, in a folder of its own: what `pg_basebackup -R` makes, by the same protocol. */
export async function startReplica(primary: { url: string; home: string }, home: string, { copyCluster, ownedByDatabase }: Copying, settings: Record<string, string> = {}): Promise<Embedded> {
  const client = new Client({ connectionString: primary.url });
  await client.connect();
  try {
    await client.query("select pg_backup_start('replica', true)");
    await mkdir(home, { recursive: true, mode: 0o700 });
    await copyCluster(primary.home, home);
    const { rows: [label] } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(false)");
    await writeFile(join(home, "backup_label"), label?.labelfile ?? "");
    await writeFile(join(home, "standby.signal"), "");
  } finally {
    await client.end();
  }
  const { port, username, password } = new URL(primary.url);
  await writeFile(`${home}.password`, password, { mode: 0o600 });
  await ownedByDatabase(home);
  return startEmbedded({ dataDir: home, settings: { ...settings, primary_conninfo: `host=127.0.0.1 port=${port} user=${username} password=${password}` } });
}

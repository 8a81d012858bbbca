import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { Stage } from "./stage";

/** SIGKILL to a web process at random moments; every tenth time also to one that works the jobs. */
export async function killWeb({ web, jobs }: Pick<Stage, "web" | "jobs">, kills: number, say: (done: number) => void = () => undefined): Promise<void> {
  for (let done = 0; done < kills;) {
    await pause(100 + Math.random() * 700);
    // Somebody is always left to serve, as behind any proxy.
    if (web.readyCount() < 2 || !web.killOne()) continue;
    done += 1;
    if (done % 10 === 0) jobs.killOne();
    say(done);
  }
  await Promise.all([web.allReady(), jobs.allReady()]);
}

/** How long the portal was without its database after each kill, in milliseconds: until a statement of a new connection, and until a person's act. */
export type Outage = { databaseMs: number; actMs: number };

/** SIGKILL to the postmaster, its children with it; whoever started it starts it again, at the same address. */
export async function killDatabase({ folder, url, tally }: Pick<Stage, "folder" | "url" | "tally">, kills: number, say: (outage: Outage) => void = () => undefined): Promise<void> {
  for (let done = 0; done < kills; done += 1) {
    await pause(1000 + Math.random() * 2000);
    const before = Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    process.kill(before, "SIGKILL");
    const killedAt = performance.now();
    while (!(await answers(url))) await pause(50);
    const databaseMs = performance.now() - killedAt;
    const acts = tally.acknowledged.length;
    for (let waited = 0; tally.acknowledged.length === acts && waited < 30_000; waited += 50) await pause(50);
    say({ databaseMs, actMs: performance.now() - killedAt });
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

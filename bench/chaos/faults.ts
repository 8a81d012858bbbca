import { readFile } from "node:fs/promises";
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

type Line = Pick<Stage, "line">;

/** Every packet between portal and database takes two seconds. */
export async function slowLine({ line }: Line, seconds: number): Promise<void> {
  await pause(2000);
  line.delayMs = 2000;
  await pause(seconds * 1000);
  line.delayMs = 0;
  await pause(2000);
}

/** Nothing passes; then all of it does. */
export async function hungLine({ line }: Line, seconds: number): Promise<void> {
  await pause(2000);
  line.hung = true;
  await pause(seconds * 1000);
  line.hung = false;
  await pause(2000);
}

/** What a firewall does that forgets connections: they never answer again, and nobody is told. Returns after how long acts went on. */
export async function deadLine({ line, tally }: Pick<Stage, "line" | "tally">): Promise<number> {
  await pause(3000);
  line.forget();
  const [since, acts] = [performance.now(), tally.acknowledged.length];
  // One act on a new connection proves little; it goes on when twice as many were done as people are under way.
  for (let waited = 0; tally.acknowledged.length < acts + 12 && waited < 120_000; waited += 50) await pause(50);
  return performance.now() - since;
}

/** Every connection to the database is reset, again and again. */
export async function resetLine({ line }: Line, resets: number): Promise<void> {
  for (let done = 0; done < resets; done += 1) {
    await pause(200 + Math.random() * 800);
    line.reset();
  }
  await pause(1000);
}

/** Every so many commits the connection breaks at the COMMIT: before the database had it, or before its answer came back. */
export async function loseCommits({ line }: Line, commits: number): Promise<void> {
  line.fate = () => {
    const chance = Math.random();
    return chance < 0.15 ? "lost" : chance < 0.3 ? "answerLost" : "passes";
  };
  while (line.lost.lost + line.lost.answerLost < commits) await pause(50);
  line.fate = () => "passes";
}

/** How long the portal was without its database after each kill, in milliseconds: until a statement of a new connection, and until a person's act. */
export type Outage = { databaseMs: number; actMs: number };

/** SIGKILL to the postmaster, its children with it; whoever started it starts it again, at the same address. */
export async function killDatabase({ folder, url, tally }: Pick<Stage, "folder" | "url" | "tally">, kills: number, say: (outage: Outage) => void = () => undefined): Promise<void> {
  for (let done = 0; done < kills; done += 1) {
    await pause(1000 + Math.random() * 2000);
    const before = await postmasterIn(folder);
    process.kill(before, "SIGKILL");
    const killedAt = performance.now();
    while (!(await answers(url))) await pause(50);
    const databaseMs = performance.now() - killedAt;
    const acts = tally.acknowledged.length;
    for (let waited = 0; tally.acknowledged.length === acts && waited < 30_000; waited += 50) await pause(50);
    say({ databaseMs, actMs: performance.now() - killedAt });
  }
}

/** While it starts the file may still be empty, and nobody has the number 0: it would be everybody here. */
async function postmasterIn(folder: string): Promise<number> {
  for (;;) {
    const pid = Number(await readFile(join(folder, "postgres", "postmaster.pid"), "utf8").then((text) => text.split("\n")[0], () => ""));
    if (pid > 0) return pid;
    await pause(20);
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

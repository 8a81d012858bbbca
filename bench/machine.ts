import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Pool } from "pg";
import type { Counted } from "./counting";
import { type Embedded, startEmbedded } from "@/db/embedded";
import { readEnvironment } from "@/env";
import { prepareDatabase } from "@/server/core/process/database";
import { settleEnvironment } from "@/server/core/process/settle";

const undo: (() => Promise<unknown>)[] = [];

/** Has something stopped or removed by `cleanUp`, before all that was there already. */
export const later = (step: () => Promise<unknown>): void => void undo.push(step);

/** Stops and removes, in reverse, all that was started and made here. */
export async function cleanUp(): Promise<void> {
  for (const step of undo.splice(0).toReversed()) await step().catch((error: unknown) => console.error(error));
}

type Founding = { /** Before anything is in the folder. */ lay?: (folder: string) => Promise<void>; /** Who makes the tables. */ fill?: (url: string) => Promise<unknown> };

/** A data folder and a PostgreSQL of our own, with the demo city in it or with tables only; both gone after `cleanUp`. */
export async function startDatabase(seed: "demo" | "none" = "demo", settings: Record<string, string> = {}, { lay, fill }: Founding = {}): Promise<{ url: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "tongban-bench-"));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  await lay?.(folder);
  const starting: Promise<Embedded> = startEmbedded({ dataDir: join(folder, "postgres"), settings });
  undo.push(() => starting.then((database) => database.stop()));
  const { url } = await starting;
  // Only what is set here counts: a variable of the caller's shell would measure something else.
  for (const name of ["CLOCK", "HOST", "JOBS", "PORT", "MAIL_FROM", "PUBLIC_URL", "SMTP_URL", "SMS_URL", "SMS_TOKEN", "TRUSTED_PROXIES"]) delete process.env[name];
  Object.assign(process.env, { DATA_DIR: folder });
  settleEnvironment(readEnvironment({ DATA_DIR: folder, SEED: "demo" }), url);
  await (fill?.(url) ?? prepareDatabase(url, seed, { ownDatabase: true }));
  return { url, folder };
}

/** `counted`: the statements it has sent and the processor time it has used since its start. */
export type Server = { url: string; counted(): Promise<Counted>; stop(): Promise<void> };

const attempts = 3;

/** Starts one of our servers as a process of its own and waits until `path` answers 200; a machine that is busy elsewhere may be too slow for it once. */
export async function startServer(file: string, path: string, args: readonly string[] = [], more: Record<string, string> = {}): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const started = await start(file, path, { args, more });
    if ("url" in started) return started;
    if (attempt === attempts) throw new Error(`${file} does not serve:\n${started.output}`);
  }
}

async function start(file: string, path: string, { args, more }: { args: readonly string[]; more: Record<string, string> }): Promise<Server | { output: string }> {
  const port = await freePort();
  const child = fork(file, args, { execArgv: ["--import", "tsx", "--import", "./bench/counting.ts"], env: { ...process.env, ...more, PORT: String(port) }, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000)));
  const stop = () => end(child);
  undo.push(stop);
  const url = `http://127.0.0.1:${port}`;
  const until = performance.now() + 90_000;
  while (child.exitCode === null && performance.now() < until) {
    if (await answers(`${url}${path}`)) return { url, counted: () => countedBy(child), stop };
    await pause(100);
  }
  await stop();
  return { output };
}

async function countedBy(child: ChildProcess): Promise<Counted> {
  const told = once(child, "message");
  child.send("counted");
  const [counted] = await told;
  return counted as Counted;
}

const answers = (url: string) => fetch(url).then(({ ok }) => ok, () => false);

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await gone;
  clearTimeout(late);
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** What the figures were measured on. */
export async function machineFacts(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ server_version: string }>("show server_version");
  const processors = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return [`Node ${process.versions.node}`, `PostgreSQL ${rows[0]?.server_version}`, `${processors.length} × ${processors[0]?.model.trim()}`, memory].join(" · ");
}

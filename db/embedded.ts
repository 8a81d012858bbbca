import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, openSync, closeSync, readFileSync, writeFileSync } from "node:fs";
import { chown, mkdir, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Account, binaries, command, serviceAccount } from "./embedded-account";

/** A PostgreSQL that lives in one folder, needs no installation and belongs to the process that started it. */
export interface Embedded {
  url: string;
  /** Fast shutdown: running statements are rolled back, nothing committed is lost. */
  stop(): Promise<void>;
  /** The last resort of a forced exit: returns at once, the next start recovers from the log. */
  kill(): void;
}

export interface EmbeddedOptions {
  dataDir: string;
  /** Server settings on top of ours, e.g. `testSettings`. */
  settings?: Record<string, string>;
  log?: (line: string) => void;
}

/** For clusters that may be lost: two to three times faster, unsafe for anything kept. */
export const testSettings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

const user = "tongban";

// Terse errors: DETAIL lines would put people's data into the log.
const defaults = {
  listen_addresses: "127.0.0.1", unix_socket_directories: "", timezone: "UTC", log_timezone: "UTC",
  max_connections: "100", shared_buffers: "256MB", random_page_cost: "1.1", jit: "off", log_error_verbosity: "terse",
};

/** Starts the PostgreSQL of `dataDir`, creating it when missing and replacing one that a killed run left behind. */
export async function startEmbedded({ dataDir, settings = {}, log = () => {} }: EmbeddedOptions): Promise<Embedded> {
  const home = resolve(dataDir);
  await mkdir(dirname(home), { recursive: true });
  const account = serviceAccount();
  await stopLeftover(home, log);
  const password = keptPassword(home);
  if (!existsSync(join(home, "PG_VERSION"))) {
    log("creating the database cluster");
    await createCluster(home, account, settings["fsync"] === "off" ? ["--no-sync"] : []);
  }
  const server = new Server(home, account, { ...defaults, ...settings }, log);
  await server.start();
  return { url: urlOf(server.port, password), stop: () => server.stop(), kill: () => server.kill() };
}

/** The address of the PostgreSQL that another process runs in `dataDir`, for tools beside a running portal. */
export function findRunning(dataDir: string): string | undefined {
  const home = resolve(dataDir);
  const state = readState(home);
  return state?.ready && isOurs(state.pid, home) ? urlOf(state.port, keptPassword(home)) : undefined;
}

const urlOf = (port: number, password: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;

/** The password lies beside the cluster it opens, readable by its owner only. */
function keptPassword(home: string): string {
  const file = `${home}.password`;
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** Built aside and renamed when complete, so that a broken-off first start leaves no half cluster. */
async function createCluster(home: string, account: Account | undefined, extra: string[]): Promise<void> {
  const draft = `${home}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (account) await Promise.all([draft, `${home}.password`].map((path) => chown(path, account.uid, account.gid)));
  const locale = process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
  // The builtin provider sorts the same on every machine; libc's ctype lets pg_trgm see 汉字 as letters.
  const flags = [
    `--pgdata=${draft}`, `--username=${user}`, `--pwfile=${home}.password`, "--auth=scram-sha-256", "--encoding=UTF8",
    `--locale=${locale}`, "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-messages=C", ...extra,
  ];
  const [file, args, options] = command(binaries().initdb, flags, account, dirname(home));
  const { code, output } = await run(spawn(file, args, options));
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new Error(`The database cluster could not be created in ${home}: ${reason(output)}`);
  }
  await rename(draft, home);
}

function run(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", fail).on("close", (code) => done({ code, output }));
  });
}

/** The one line of PostgreSQL's output that says what went wrong. */
function reason(output: string): string {
  if (output.includes("No space left on device")) return "no space left on the disk";
  const lines = output.trim().split("\n");
  const line = lines.findLast((text) => /FATAL|PANIC|error:/.test(text)) ?? lines.at(-1) ?? "no output";
  return line.replace(/^.*?(FATAL|PANIC|error): +/, "");
}

class Server {
  port = 0;
  private child: ChildProcess | undefined;
  private stopping = false;

  constructor(
    private readonly home: string,
    private readonly account: Account | undefined,
    private readonly settings: Record<string, string>,
    private readonly log: (line: string) => void,
  ) {}

  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.port = await freePort();
      try {
        return await this.launch();
      } catch (error) {
        // Someone else took the port in between: another one.
        if (attempt === 3 || !/could not create any TCP/.test(String(error))) throw error;
      }
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGINT");
    const impatient = setTimeout(() => child.kill("SIGQUIT"), 20_000);
    await ended;
    clearTimeout(impatient);
  }

  kill(): void {
    this.stopping = true;
    this.child?.kill("SIGQUIT");
  }

  /** Its own session (`detached`), so that Ctrl-C reaches only us and we stop it last. */
  private async launch(): Promise<void> {
    const logFile = join(this.home, "server.log");
    const sink = openSync(logFile, "w");
    const flags = ["-D", this.home, "-p", String(this.port), ...Object.entries(this.settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
    const [file, args, options] = command(binaries().postgres, flags, this.account, dirname(this.home));
    const child = spawn(file, args, { ...options, detached: true, stdio: ["ignore", sink, sink] });
    closeSync(sink);
    this.child = child;
    let failed: Error | undefined;
    child.once("error", (error) => (failed = error));
    while (!isReady(this.home, child.pid)) {
      if (failed) throw failed;
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The database in ${this.home} did not start: ${reason(readFileSync(logFile, "utf8"))}`);
      }
      await pause(20);
    }
    child.once("exit", () => void this.restart());
  }

  /** A database that fell over comes back at the same address; the pool reconnects by itself. */
  private async restart(): Promise<void> {
    for (let attempt = 1; !this.stopping; attempt += 1) {
      this.log(`the database stopped unexpectedly; starting it again (attempt ${attempt})`);
      try {
        return await this.launch();
      } catch (error) {
        this.log(String(error));
        await pause(Math.min(500 * attempt, 5000));
      }
    }
  }
}

interface State { pid: number; port: number; ready: boolean }

/** `postmaster.pid`: process, folder, start, port, …; line 8 says when connections are accepted, `standby` by one that follows another; one that only reads a log to its end says so too, and accepts none until then. */
function readState(home: string): State | undefined {
  const file = join(home, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const state = lines[7]?.trim();
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: state === "ready" || (state === "standby" && existsSync(join(home, "standby.signal"))) };
}

function isReady(home: string, pid: number | undefined): boolean {
  const state = readState(home);
  return state?.ready === true && state.pid === pid;
}

/** Process numbers are used again: only one whose command line names this folder is ours. */
function isOurs(pid: number, home: string): boolean {
  try {
    process.kill(pid, 0);
    const commandLine = `/proc/${pid}/cmdline`;
    return existsSync("/proc/self") ? readFileSync(commandLine, "utf8").split("\0").includes(home) : true;
  } catch {
    return false;
  }
}

async function stopLeftover(home: string, log: (line: string) => void): Promise<void> {
  const state = readState(home);
  if (!state) return;
  if (isOurs(state.pid, home)) log("stopping the database that an earlier run left behind");
  for (const [signal, patienceMs] of [["SIGINT", 15_000], ["SIGQUIT", 10_000]] as const) {
    if (!isOurs(state.pid, home)) break;
    process.kill(state.pid, signal);
    for (let waited = 0; waited < patienceMs && isOurs(state.pid, home); waited += 50) await pause(50);
  }
  if (isOurs(state.pid, home)) throw new Error(`An earlier database process (${state.pid}) in ${home} does not stop.`);
  await rm(join(home, "postmaster.pid"), { force: true });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("No free port."))));
    });
  });
}

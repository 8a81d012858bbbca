import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

/** A process that does its work until it is killed. */
export const work = (file: string, url: string, args: readonly string[] = []): ChildProcess =>
  fork(file, args, { execArgv: ["--import", "tsx"], env: { ...process.env, DATABASE_URL: url }, stdio: ["ignore", "ignore", "pipe", "ipc"] });

export async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

const longestStandstillMs = 90_000;

/** Waits until so much is done; a process that ends by itself, or gets nowhere, has failed. */
export async function reached(child: ChildProcess, progress: () => Promise<number>, wanted: number): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  let [before, since] = [-1, performance.now()];
  for (;;) {
    const done = await progress();
    if (done >= wanted) return;
    if (done > before) [before, since] = [done, performance.now()];
    if (child.exitCode !== null || performance.now() - since > longestStandstillMs) throw new Error(`It stands still at ${done} of ${wanted}.\n${said}`);
    await pause(50);
  }
}

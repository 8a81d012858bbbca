import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Usage } from "./usage";

type Member = { child: ChildProcess; port: number | undefined; said: string };

/** How many processes of which file, and what of the environment differs for each. */
export type FleetPlan = { file: string; size: number; environment?: Record<string, string>; args?: readonly string[]; execArgv?: readonly string[]; cwd?: string };

const preloaded = (file: string) => ["--import", "tsx", "--import", `./bench/chaos/${file}`];
/** What makes a process tell what it uses. */
export const watched = ["--expose-gc", ...preloaded("usage.ts")] as const;
/** What lets the clock of a process be set. */
export const withHand = preloaded("clock-hand.ts");

/** Processes of one kind that a supervisor starts again whenever one ends. */
export class Fleet {
  /** How often a process was started after the first time. */
  restarts = 0;
  private readonly members: Member[] = [];
  private stopping = false;
  private lastTold: object | undefined;

  private constructor(private readonly plan: FleetPlan) {}

  /** Starts all of them and waits until each says that it is ready. */
  static async start(plan: FleetPlan): Promise<Fleet> {
    const fleet = new Fleet(plan);
    for (let index = 0; index < plan.size; index += 1) fleet.members[index] = fleet.launch(index);
    await fleet.allReady();
    return fleet;
  }

  /** Where those that are ready listen. */
  ports(): readonly number[] {
    return this.members.flatMap(({ port }) => (port === undefined ? [] : [port]));
  }

  readyCount(): number {
    return this.ports().length;
  }

  async allReady(patienceMs = 900_000): Promise<void> {
    const until = performance.now() + patienceMs;
    while (this.readyCount() < this.plan.size) {
      if (performance.now() > until || this.restarts > 1000) throw new Error(`${this.plan.file} does not come up:\n${this.members.map(({ said }) => said).join("\n")}`);
      await pause(20);
    }
  }

  /** SIGKILL, or an order to stop, to any one that is ready; false where none is. */
  killOne(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): boolean {
    const ready = this.members.filter(({ port }) => port !== undefined);
    const victim = ready[Math.floor(Math.random() * ready.length)];
    if (!victim) return false;
    victim.port = undefined;
    victim.child.kill(signal);
    return true;
  }

  /** To all of them, and to those that are started later. */
  tell(message: object): void {
    this.lastTold = message;
    for (const { child } of this.members) if (child.connected) child.send(message);
  }

  /** What each that was started as `watched` uses. */
  usages(): Promise<Usage[]> {
    return Promise.all(this.members.map(async ({ child }) => {
      const told = once(child, "message", { signal: AbortSignal.timeout(300_000) });
      child.send("usage");
      const [usage] = await told;
      return usage as Usage;
    }));
  }

  /** What the processes wrote on standard error lately. */
  said(): string {
    return this.members.map(({ said }) => said).join("");
  }

  /** All of them ended: in order, or as the power fails. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    this.stopping = true;
    await Promise.all(this.members.map(async ({ child }) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill(signal);
      const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await gone;
      clearTimeout(late);
    }));
  }

  private launch(index: number, before = ""): Member {
    const { file, args = [], environment = {}, execArgv = [], cwd } = this.plan;
    const child = fork(file, args, { execArgv: [...(file.endsWith(".ts") ? ["--import", "tsx"] : []), ...execArgv], ...(cwd ? { cwd } : {}), env: { ...process.env, ...environment }, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    const member: Member = { child, port: undefined, said: before };
    if (this.lastTold) child.send(this.lastTold);
    child.stderr?.on("data", (chunk: Buffer) => (member.said = (member.said + chunk.toString()).slice(-20_000)));
    child.on("message", (message: unknown) => {
      if (typeof message === "object" && message !== null && "port" in message && typeof message.port === "number") member.port = message.port;
    });
    child.once("exit", () => this.ended(index, member));
    // It could not even be started; not at once again, for that may take a while to pass.
    child.once("error", (error) => {
      member.said += `${error.message}\n`;
      setTimeout(() => this.ended(index, member), 1000);
    });
    return member;
  }

  private ended(index: number, member: Member): void {
    member.port = undefined;
    if (this.stopping) return;
    this.restarts += 1;
    this.members[index] = this.launch(index, member.said);
  }
}

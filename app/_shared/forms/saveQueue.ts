import { pauseMs, type IsLost } from "./patient";

/** How the parts of a page stand on the server. `offline`: what is typed waits here; `refused`: the server will not have it. */
export type QueueStatus = { state: "idle" | "saving" | "saved" | "offline" | "refused"; at: string | null; unsaved: number; error?: unknown };

type Work = {
  /** Saves one part as it stands now, and answers when. */
  send: (part: string) => Promise<string>;
  isLost: IsLost;
  tell: (status: QueueStatus) => void;
};

type Waiter = { resolve: () => void; reject: (error: unknown) => void };

const quietMs = 800;
const longestMs = 2500;

/**
 * Saves a page of several parts while it is filled in: each part soon after it was changed, one at a time, and for as long
 * as it takes where the network is away. Nothing typed leaves the page before the server has said that it has it.
 */
export class SaveQueue {
  private readonly dirty = new Set<string>();
  private status: QueueStatus = { state: "idle", at: null, unsaved: 0 };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: number | null = null;
  private failures = 0;
  private busy: string | null = null;
  private stopped = false;
  private waiters: Waiter[] = [];
  private readonly work: Work;

  constructor(work: Work) {
    this.work = work;
  }

  /** A part was changed: it is saved when the typing rests. */
  readonly changed = (part: string): void => {
    this.dirty.add(part);
    this.since ??= Date.now();
    this.put({ state: this.failures > 0 ? "offline" : "saving" });
    if (this.failures === 0) this.schedule(Math.max(0, Math.min(quietMs, this.since + longestMs - Date.now())));
  };

  /** Saves at once: the network is back, or somebody asks for it. */
  readonly now = (): void => {
    this.failures = 0;
    if (this.dirty.size > 0) void this.flush();
  };

  /** Until everything is saved; rejects with what the server refused. */
  readonly settled = (): Promise<void> => {
    if (this.dirty.size === 0 && this.busy === null) return Promise.resolve();
    const done = new Promise<void>((resolve, reject) => this.waiters.push({ resolve, reject }));
    if (this.failures === 0) void this.flush();
    return done;
  };

  /** Whether something is on its way to the server right now. */
  readonly isBusy = (): boolean => this.busy !== null;

  /** The page itself is being sent, with all that is in it: nothing is left to save. */
  readonly handOver = (): void => {
    clearTimeout(this.timer);
    this.dirty.clear();
    this.since = null;
  };

  /** The page that was sent has come back to be put right: nothing of it is on its way any more. */
  readonly cameBack = (): void => {
    if (this.dirty.size === 0 && this.busy === null && this.status.state === "saving") this.put({ state: "idle" });
  };

  /** The page goes: nothing more is tried, once what is on its way has arrived. */
  readonly stop = (): void => {
    this.stopped = true;
    clearTimeout(this.timer);
  };

  private put(next: Partial<QueueStatus> & Pick<QueueStatus, "state">): void {
    const unsaved = this.dirty.size + (this.busy !== null && !this.dirty.has(this.busy) ? 1 : 0);
    this.status = { at: this.status.at, ...next, unsaved };
    this.work.tell(this.status);
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.flush(), ms);
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.busy !== null) return;
    for (const part of this.dirty) if (!(await this.save(part))) return;
    this.since = null;
    for (const { resolve } of this.waiters.splice(0)) resolve();
  }

  /** Whether to go on with the next part. */
  private async save(part: string): Promise<boolean> {
    this.dirty.delete(part);
    this.busy = part;
    this.put({ state: "saving" });
    try {
      const at = await this.work.send(part);
      this.failures = 0;
      this.busy = null;
      this.put({ state: "saved", at });
      return true;
    } catch (error) {
      this.busy = null;
      this.dirty.add(part);
      this.failed(error);
      return false;
    }
  }

  private failed(error: unknown): void {
    if (!this.work.isLost(error)) {
      this.put({ state: "refused", error });
      for (const { reject } of this.waiters.splice(0)) reject(error);
      return;
    }
    this.failures += 1;
    this.put({ state: "offline" });
    this.schedule(pauseMs(this.failures));
  }
}

import { pauseMs, type IsLost } from "./patient";

/** How the parts of a page stand on the server. `offline`: what is typed waits here; `refused`: the server will not have it. */
export type QueueStatus = { state: "idle" | "saving" | "saved" | "offline" | "refused"; at: string | null; unsaved: number; error?: unknown };

type Work = {
  /** Saves one part as it stands now, and answers when. */
  send: (part: string) => Promise<string>;
  isLost: IsLost;
  tell: (status: QueueStatus) => void;
};

const quietMs = 800;
const longestMs = 2500;

/**
 * Saves a page of several parts while it is filled in: each part soon after it was changed, one at a time, and for as long
 * as it takes where the network is away. Nothing typed leaves the page before the server has said that it has it.
 */
export function createSaveQueue({ send, isLost, tell }: Work) {
  const dirty = new Set<string>();
  let status: QueueStatus = { state: "idle", at: null, unsaved: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since: number | null = null;
  let failures = 0;
  let busy: string | null = null;
  let waiters: { resolve: () => void; reject: (error: unknown) => void }[] = [];

  const put = (next: Partial<QueueStatus> & Pick<QueueStatus, "state">) => {
    const { error: _earlier, ...known } = status;
    status = { ...known, ...next, unsaved: dirty.size + (busy !== null && !dirty.has(busy) ? 1 : 0) };
    tell(status);
  };
  const schedule = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const release = (error?: unknown) => {
    const all = waiters;
    waiters = [];
    for (const { resolve, reject } of all) if (error === undefined) resolve(); else reject(error);
  };

  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (busy !== null) return;
    for (const part of dirty) if (!(await save(part))) return;
    since = null;
    release();
  }

  /** Whether to go on with the next part. */
  async function save(part: string): Promise<boolean> {
    dirty.delete(part);
    busy = part;
    put({ state: "saving" });
    try {
      const at = await send(part);
      failures = 0;
      busy = null;
      put({ state: "saved", at });
      return true;
    } catch (error) {
      busy = null;
      dirty.add(part);
      failed(error);
      return false;
    }
  }

  function failed(error: unknown): void {
    if (!isLost(error)) {
      put({ state: "refused", error });
      return release(error);
    }
    failures += 1;
    put({ state: "offline" });
    schedule(pauseMs(failures));
  }

  return {
    /** A part was changed: it is saved when the typing rests. */
    changed(part: string): void {
      dirty.add(part);
      since ??= Date.now();
      put({ state: status.state === "offline" ? "offline" : "saving" });
      if (failures === 0) schedule(Math.max(0, Math.min(quietMs, since + longestMs - Date.now())));
    },
    /** Saves at once: the network is back, or somebody asks for it. */
    now(): void {
      failures = 0;
      if (dirty.size > 0) void flush();
    },
    /** Until everything is saved; rejects with what the server refused. */
    settled(): Promise<void> {
      if (dirty.size === 0 && busy === null) return Promise.resolve();
      const done = new Promise<void>((resolve, reject) => waiters.push({ resolve, reject }));
      if (failures === 0) void flush();
      return done;
    },
    stop(): void {
      clearTimeout(timer);
    },
  };
}

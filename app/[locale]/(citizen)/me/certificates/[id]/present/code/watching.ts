import type { Answers } from "@/app/_trpc/types";

type Watched = Answers["certificates"]["watchPresentation"];

const everyMs = 2_000;

/** Tells the seconds that have passed, by a clock that nobody sets. */
export function onceASecond(tell: (seconds: number) => void): () => void {
  const began = performance.now();
  tell(0);
  const timer = setInterval(() => tell(Math.floor((performance.now() - began) / 1000)), 1000);
  return () => clearInterval(timer);
}

/** Asks every two seconds, while the page is in view, whether anybody looked or the code has ended, and says so once. */
export function watchScans(id: string, last: Watched, changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const later = () => {
    timer = setTimeout(() => void ask(), everyMs);
  };
  const ask = async () => {
    if (document.visibilityState !== "visible") return later();
    const now = await look(id);
    if (stopped || now === "over") return undefined;
    return now === "lost" || (now.standing === last.standing && now.newest === last.newest) ? later() : changed();
  };
  later();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** How things stand; `over` once signed out or no longer this person's, so that there is nothing more to ask. */
async function look(id: string): Promise<Watched | "lost" | "over"> {
  const response = await fetch(`/api/scan-watch?${new URLSearchParams({ id })}`, { cache: "no-store" }).catch(() => undefined);
  if (!response || response.status >= 500) return "lost";
  return response.ok ? ((await response.json()) as Watched) : "over";
}

/** Keeps the screen on while the code is shown, where the browser can. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let stopped = false;
  const take = async () => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    if (stopped) await lock?.release();
  };
  const again = () => void take();
  document.addEventListener("visibilitychange", again);
  again();
  return () => {
    stopped = true;
    document.removeEventListener("visibilitychange", again);
    void lock?.release();
  };
}

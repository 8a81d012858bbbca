import type { SessionStanding } from "@/server/auth/standing";

/** What a page knows of the session it was opened in. */
export type Watched = { state: "well" } | { state: "ending"; minutes: number; extendable: boolean } | { state: "ended" } | { state: "changed" };

const warnSeconds = 120;
const lookAgainMs = 20_000;

/** How the session stands; null when there is none, undefined when the server cannot be asked. */
async function ask(): Promise<SessionStanding | null | undefined> {
  try {
    const response = await fetch("/api/session", { cache: "no-store" });
    return response.status === 401 ? null : ((await response.json()) as SessionStanding);
  } catch {
    return undefined;
  }
}

/** What a standing means for a page that was opened for `holder`, and in how many milliseconds to look again; never, without. */
export function judge(standing: SessionStanding | null | undefined, holder: string): { watched?: Watched; againMs?: number } {
  if (standing === undefined) return { againMs: lookAgainMs };
  if (standing === null) return { watched: { state: "ended" } };
  if (standing.holder !== holder) return { watched: { state: "changed" } };
  const { seconds, extendable } = standing;
  if (seconds > warnSeconds) return { watched: { state: "well" }, againMs: (seconds - warnSeconds) * 1000 };
  return { watched: { state: "ending", minutes: Math.max(1, Math.ceil(seconds / 60)), extendable }, againMs: Math.min(lookAgainMs, (seconds + 1) * 1000) };
}

/**
 * Tells how the session of this page goes: asks the server, which alone knows (another tab may have kept it alive), when its
 * end comes near, when another tab says that something changed, and when the page comes back into view. The tabs tell each
 * other nothing but that.
 */
export function watchSession(start: SessionStanding, tell: (watched: Watched) => void) {
  const channel = new BroadcastChannel("tongban-session");
  let timer: ReturnType<typeof setTimeout> | undefined;

  const follow = (standing: SessionStanding | null | undefined): Watched | undefined => {
    clearTimeout(timer);
    const { watched, againMs } = judge(standing, start.holder);
    if (watched) tell(watched);
    if (againMs !== undefined) timer = setTimeout(() => void look(), againMs);
    return watched;
  };
  const look = async () => follow(await ask());

  const onVisible = () => document.visibilityState === "visible" && void look();
  // A page brought back whole by the browser's back button shows nothing that is no longer this person's.
  const recheck = async () => ["ended", "changed"].includes((await look())?.state ?? "") && location.reload();
  const onShow = ({ persisted }: PageTransitionEvent) => persisted && void recheck();
  channel.addEventListener("message", () => void look());
  document.addEventListener("visibilitychange", onVisible);
  addEventListener("pageshow", onShow);
  channel.postMessage("changed");
  follow(start);

  return {
    /** Looks now, and lets the other tabs look. */
    refresh: async () => {
      channel.postMessage("changed");
      await look();
    },
    stop: () => {
      clearTimeout(timer);
      channel.close();
      document.removeEventListener("visibilitychange", onVisible);
      removeEventListener("pageshow", onShow);
    },
  };
}

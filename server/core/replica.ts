import type { ReplicaGate } from "@/db/client";

/** How the replica stands: `asked`; `behind` a change or the bound; `away`; `unheard`, nothing being heard of changes. */
export type ReplicaState = "asked" | "behind" | "away" | "unheard";

/** What one process knows of its replica; the entry looks (`watchReplica`), and every pool asks. */
export type ReplicaStanding = ReplicaGate & {
  state: ReplicaState;
  /** How old what it tells may be, in milliseconds, as far as is known. */
  lagMs: number | undefined;
  /** Statements of public reading since the start, by who answered them. */
  readonly figures: Record<"replica" | "primary", number>;
};

const place = Symbol.for("tongban.replica");
const shared: typeof globalThis & { [place]?: ReplicaStanding } = globalThis;

/** One for the whole process: a page is dropped by the entry and read anew by Next's bundle, and both must go by the same moment. */
export function replicaStanding(): ReplicaStanding {
  return (shared[place] ??= newStanding());
}

/** Nobody asks a replica before it was looked at. */
export function newStanding(): ReplicaStanding {
  const standing: ReplicaStanding = {
    state: "unheard", lagMs: undefined, figures: { replica: 0, primary: 0 },
    mayAsk: () => standing.state === "asked",
    lost: () => void (standing.state = "away"),
    answered: (by) => void (standing.figures[by] += 1),
  };
  return standing;
}

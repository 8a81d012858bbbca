import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "@/db/client";
import { logger } from "@/server/core/logger";
import type { ReplicaState, ReplicaStanding } from "@/server/core/replica";
import { lagOf, type Mark, positionOf, remaining } from "./replica/position";

type Settings = {
  primary: Pick<Connection, "pool">;
  replica: Pick<Connection, "pool">;
  standing: ReplicaStanding;
  /** It is not asked while what it tells may be older. */
  boundMs: number;
  /** The monotonic clock in milliseconds. */
  clock(): number;
  everyMs?: number;
  /** How long a look may take before the replica counts as away. */
  patienceMs?: number;
};

const mostMarks = 1_000;
const cluster = "(select system_identifier::text from pg_control_system()) as cluster";
type Found = { position: string | null; cluster: string };

/**
 * Says from moment to moment whether the replica may be asked: while changes are heard of, while it has all that was there
 * when the last of them was heard, and while it is not too far behind. A change closes it at once; it is opened again by
 * position in the log, never by time alone.
 */
export class ReplicaWatch {
  readonly #settings: Settings;
  #heard = false;
  #changes = 0;
  /** What it must have at least; unknown from a change until the primary was asked. */
  #floor: bigint | undefined;
  #marks: Mark[] = [];
  #cluster: string | undefined;
  #since: number;
  #looking: Promise<void> | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#since = settings.clock();
  }

  /** Something public changed: nobody asks the replica before it has that. */
  changed(): void {
    this.#changes += 1;
    this.#floor = undefined;
    if (this.#settings.standing.state === "asked") this.#settings.standing.state = "behind";
    void this.look();
  }

  /** Whether changes are heard of; what was missed meanwhile counts as one. */
  hearing(yes: boolean): void {
    if (yes === this.#heard) return;
    this.#heard = yes;
    if (yes) this.changed();
    else this.#settings.standing.state = "unheard";
  }

  /** Looks at both once; whoever comes meanwhile waits for the same look. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const { standing, clock } = this.#settings;
    const changes = this.#changes;
    const mark = await this.#markPrimary();
    // A change that came while the primary was asked may not be in its answer: the next look knows.
    if (mark && changes === this.#changes) this.#floor ??= mark.position;
    const replayed = await this.#replayed();
    if (replayed !== undefined) this.#marks = remaining(this.#marks, replayed);
    standing.lagMs = replayed === undefined ? clock() - (this.#marks[0]?.at ?? this.#since) : lagOf(this.#marks, replayed, clock());
    this.#tell(this.#stateOf(replayed));
  }

  #stateOf(replayed: bigint | undefined): ReplicaState {
    if (!this.#heard) return "unheard";
    if (replayed === undefined) return "away";
    const { standing, boundMs } = this.#settings;
    return this.#floor !== undefined && replayed >= this.#floor && (standing.lagMs ?? Infinity) <= boundMs ? "asked" : "behind";
  }

  #tell(state: ReplicaState): void {
    const { standing } = this.#settings;
    if (state === "away" && standing.state !== "away") logger.warn("replica.away", {});
    standing.state = state;
  }

  /** The end of the primary's log, where nothing is written that was committed before it was asked. */
  async #markPrimary(): Promise<Mark | undefined> {
    const { primary, clock } = this.#settings;
    const at = clock();
    // Of the insertion, not of the writing: a commit that does not wait for the disk is in it too.
    const answer = await this.#patiently(primary.pool.query<Found>(`select pg_current_wal_insert_lsn()::text as position, ${cluster}`));
    const found = answer?.rows[0];
    if (!found?.position) return undefined;
    this.#cluster = found.cluster;
    const mark = { at, position: positionOf(found.position) };
    this.#marks = [...this.#marks.slice(-mostMarks), mark];
    return mark;
  }

  /** How far the replica has come; nothing where it does not answer, follows nobody, or somebody else. */
  async #replayed(): Promise<bigint | undefined> {
    const answer = await this.#patiently(this.#settings.replica.pool.query<Found>(`select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text end as position, ${cluster}`));
    const found = answer?.rows[0];
    return found?.position && found.cluster === this.#cluster ? positionOf(found.position) : undefined;
  }

  async #patiently<Answer>(asking: Promise<Answer>): Promise<Answer | undefined> {
    const late = new AbortController();
    const tooLate = pause(this.#settings.patienceMs ?? 2_000, undefined, { ref: false, signal: late.signal }).catch(() => undefined);
    try {
      return await Promise.race([asking.catch(() => undefined), tooLate]);
    } finally {
      late.abort();
    }
  }
}

/** A watch that looks every second, until `close`. */
export function watchReplica(settings: Settings): { watch: ReplicaWatch; close(): void } {
  const watch = new ReplicaWatch(settings);
  const timer = setInterval(() => void watch.look(), settings.everyMs ?? 1_000).unref();
  return { watch, close: () => clearInterval(timer) };
}

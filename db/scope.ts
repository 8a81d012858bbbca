import { drizzle, NodePgDatabase, NodePgSession } from "drizzle-orm/node-postgres";
import { PgDialect } from "drizzle-orm/pg-core";
import { Pool, type PoolClient, type PoolConfig, type QueryConfig, type QueryResult } from "pg";
import type { Database, Reader } from "./handles";
import { type ReplicaGate, ReplicaPool } from "./replica";
import * as schema from "./schema";

/**
 * For whom a statement runs. The policies of the tables (row-level security) let `staff`, `system` and `system:<door>` see
 * every row, `citizen` those of its subjects (ids of accounts and organisations), and any other name none that belongs to somebody.
 */
export type Scope = { readonly name: "anonymous" | "citizen" | "staff" | "system" | `system:${string}` | "nobody"; readonly subjects?: readonly string[] };

/** The database roles a process takes on; `none` is the login itself, which is the owner's in tools. */
export type Role = "none" | "tongban_portal" | "tongban_jobs" | "tongban_sealer";

export type Standing = { readonly role: Role; readonly scope: Scope };

type State = { values: readonly [role: string, sees: string]; key: string };

/** What the policies read (`app.sees`): all, or an array of ids. */
function seenBy({ name, subjects = [] }: Scope): string {
  return name === "staff" || name === "system" || name.startsWith("system:") ? "all" : `{${subjects.join(",")}}`;
}

function stateOf({ role, scope }: Standing): State {
  const values = [role, seenBy(scope)] as const;
  return { values, key: values.join("|") };
}

const entering = "select set_config('role', $1, false), set_config('app.sees', $2, false)";

/** A pool whose connections are brought to a standing before they are lent; one that is there already costs no statement. */
export class ScopedPool extends Pool {
  private readonly reached = new WeakMap<PoolClient, string>();
  private readonly own: State;

  constructor(config: PoolConfig, readonly standing: Standing) {
    super(config);
    this.own = stateOf(standing);
  }

  /** A connection in this standing, to be released by whoever asked for it. */
  async lend(state: State = this.own): Promise<PoolClient> {
    const client = await this.take();
    if (this.reached.get(client) === state.key) return client;
    try {
      // Unknown until it is known to have been reached.
      this.reached.delete(client);
      await client.query({ name: "scope", text: entering, values: [...state.values] });
      this.reached.set(client, state.key);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  // A timer that fires late tells of a busy process, not of a database that does not answer: then it is asked once more.
  private async take(): Promise<PoolClient> {
    const began = performance.now();
    try {
      return await super.connect();
    } catch (error) {
      if (performance.now() - began < (this.options.connectionTimeoutMillis ?? Infinity) + 100) throw error;
      return super.connect();
    }
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void): void;
  override connect(callback?: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void): Promise<PoolClient> | void {
    const lent = this.lend();
    if (!callback) return lent;
    lent.then((client) => callback(undefined, client, (release) => client.release(release === true || release instanceof Error)), (error: Error) => callback(error, undefined, () => undefined));
  }
}

/** The same pool in another standing. */
class StandingPool {
  readonly state: State;

  constructor(readonly pool: ScopedPool, readonly standing: Standing) {
    this.state = stateOf(standing);
  }

  connect(): Promise<PoolClient> {
    return this.pool.lend(this.state);
  }

  async query(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult> {
    const client = await this.connect();
    try {
      return await client.query(query, values);
    } finally {
      client.release();
    }
  }
}

// Drizzle knows a pool, and so that a transaction needs one connection, by this name; a bundler may have taken it away.
for (const [one, name] of [[ScopedPool, "ScopedPool"], [StandingPool, "StandingPool"], [ReplicaPool, "ReplicaPool"]] as const) Object.defineProperty(one, "name", { value: name });

type View = { pool: ScopedPool; standing: Standing; reads?: "replica" };
type Replica = { pool: ScopedPool; gate: ReplicaGate };

const replicas = new WeakMap<ScopedPool, Replica>();
const views = new WeakMap<object, View>();
const dialect = new PgDialect({ casing: "snake_case" });
const shared = new WeakMap<ScopedPool, Map<string, Database>>();

/** The handle of a pool in its own standing. */
export function handleOf(pool: ScopedPool): NodePgDatabase<typeof schema> {
  const db = drizzle(pool, { schema, casing: "snake_case" });
  views.set(db, { pool, standing: pool.standing });
  return db;
}

/**
 * The same database for somebody: what is read and written through it meets the policies of the tables as this scope. A
 * transaction that is under way keeps the scope it began in. Standings without subjects share one handle.
 */
export function scoped<Handle extends Reader>(db: Handle, scope: Scope, role?: Role): Handle {
  const view = views.get(db);
  if (!view) return db;
  const standing = { role: role ?? view.standing.role, scope };
  // Whoever is known, and every door, reads what was written a moment ago: the replica is for nobody in particular.
  const reads = view.reads && scope.name === "anonymous" ? view.reads : undefined;
  // Safe: a handle answers as the one it was made from; only its connections stand elsewhere.
  return handleIn({ pool: view.pool, standing, ...(reads ? { reads } : {}) }) as unknown as Handle;
}

/** Gives the pool of a connection a replica, which `fromReplica` then reads from. */
export function addReplica(primary: Pool, replica: Pool, gate: ReplicaGate): void {
  if (!(primary instanceof ScopedPool && replica instanceof ScopedPool)) throw new Error("a replica is for connections that were opened by connect()");
  replicas.set(primary, { pool: replica, gate });
}

/** The same database, as long as nobody in particular asks: read from the replica, where there is one that may be asked. */
export function fromReplica<Handle extends Reader>(db: Handle): Handle {
  const view = views.get(db);
  if (view?.standing.scope.name !== "anonymous" || !replicas.has(view.pool)) return db;
  // Safe: as in `scoped`.
  return handleIn({ ...view, reads: "replica" }) as unknown as Handle;
}

function handleIn(view: View): Database {
  const { pool, standing: { role, scope }, reads = "primary" } = view;
  if (scope.subjects) return made(view);
  const key = `${role}|${scope.name}|${reads}`;
  const kept = shared.get(pool) ?? new Map<string, Database>();
  shared.set(pool, kept);
  const db = kept.get(key) ?? made(view);
  kept.set(key, db);
  return db;
}

function made(view: View): Database {
  const { pool, standing, reads } = view;
  const replica = reads && replicas.get(pool);
  const own = new StandingPool(pool, standing);
  // Safe: of a pool the session uses `connect` and `query` alone.
  const client = (replica ? new ReplicaPool(own, new StandingPool(replica.pool, standing), replica.gate) : own) as unknown as Pool;
  const db = new NodePgDatabase(dialect, new NodePgSession(client, dialect, undefined), undefined) as unknown as Database;
  views.set(db, view);
  return db;
}

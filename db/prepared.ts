import type { Reader, Tx } from "./handles";

type Statement<Rows> = { execute(values: Record<string, unknown>): Promise<Rows> };
type Values = Record<string, unknown>;

/**
 * A statement that is put together once and sent by whichever handle or transaction asks, with its values in the places of its
 * placeholders: to write one anew takes Drizzle longer than to send it. With a name it is also planned once for each
 * connection, which suits a look-up by key alone.
 */
export function prepared<Rows>(build: (db: Reader) => { prepare(name: string): Statement<Rows> }, name = ""): (db: Reader | Tx, values: Values) => Promise<Rows> {
  let written: Statement<Rows> | undefined;
  return async (db, values) => {
    written ??= unbound(build(db).prepare(name));
    // What Drizzle prepared belongs to one connection in nothing but this.
    const bound: Statement<Rows> = Object.create(written, { client: { value: clientOf(db) } });
    return bound.execute(values);
  };
}

const unbound = <Rows>(statement: Statement<Rows>): Statement<Rows> => Object.assign(statement, { client: undefined });

/** The pool of a handle, the connection of a transaction. */
function clientOf(db: Reader | Tx): unknown {
  const { session }: { session?: { client?: unknown } } = Reflect.get(db, "_") ?? {};
  if (!session?.client) throw new Error("Drizzle keeps its connection elsewhere now: see db/prepared.ts.");
  return session.client;
}

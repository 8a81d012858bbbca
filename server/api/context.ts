import { addReplica, connect, standings, type Connection } from "@/db/client";
import { networkOf } from "@/domain/identity/rules/addresses";
import { env } from "@/env";
import { readActor, watchActor } from "@/server/auth/session";
import { refusalIn } from "@/server/core/away";
import { now } from "@/server/core/clock";
import { replicaStanding } from "@/server/core/replica";
import { inOwnScope, throughDoor } from "@/server/core/scope";
import type { RequestCtx } from "./trpc";

let connection: Connection | undefined;

/** The pool of this module graph, opened at first use; it shows nobody's rows until `inOwnScope` or a door says whose. */
export function database(): Connection["db"] {
  const url = env().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start through `npm start`");
  connection ??= open(url);
  return connection.db;
}

function open(url: string): Connection {
  const primary = connect(url, 10, standings.web);
  const replica = env().REPLICA_DATABASE_URL;
  if (replica) addReplica(primary.pool, connect(replica, 10, standings.web).pool, replicaStanding());
  return primary;
}

/** Nobody knows who asks while the database is away. */
function refuse(error: unknown): never {
  throw refusalIn(error) ?? error;
}

type Headers = Pick<globalThis.Headers, "get">;

type Asked = { headers: Headers; address?: string; watching?: boolean };

/**
 * The context of one request, made from its headers alone, so that every host makes the same one. `watching`: a page asks by
 * itself, which does not keep the session alive.
 */
export async function createContext({ headers, address, watching = false }: Asked): Promise<RequestCtx> {
  const db = database();
  const at = now();
  const idempotencyKey = headers.get("idempotency-key");
  const cookie = headers.get("cookie");
  const sessions = throughDoor({ db }, "session").db;
  return inOwnScope({
    db,
    now: at,
    actor: await (watching ? watchActor(sessions, at, cookie) : readActor(sessions, at, cookie)).catch(refuse) ?? { kind: "anonymous" },
    requestId: headers.get("x-request-id") ?? crypto.randomUUID(),
    address: networkOf(address ?? headers.get("x-client-address") ?? "unknown"),
    ...(idempotencyKey ? { idempotencyKey } : {}),
  });
}

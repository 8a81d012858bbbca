import { performance } from "node:perf_hooks";
import { connect, type Connection, standings } from "@/db/client";
import { derivedSecret } from "@/db/personal-data";
import type { Environment } from "@/env";
import { replicaStanding } from "@/server/core/replica";
import { sessionMarks } from "@/server/auth/session-marks";
import { isSecure } from "@/server/auth/tokens";
import type { Mount } from "./gate";
import { PageCache } from "./page-cache";
import { listenForChanges, type Listener } from "./page-cache/changes";
import { watchReplica } from "./replica";
import { Surge, watchLag } from "./surge";
import { limitAddresses } from "./surge/addresses";
import { linesIn } from "./surge/lines";
import { WaitingRoom } from "./surge/room";

type Handler = Mount["handler"];

export type Front = {
  /** Pages: public ones from memory, the others where there is room for them. */
  pages: Handler;
  guard(mount: Mount): Mount;
  isOverwhelmed(): boolean;
  close(): Promise<void>;
};

// What a browser fetches for a page that it has already: to refuse it would leave a page half there.
const parts = /^\/(?:_next\/static\/|icons\/|pictures\/|fonts\/|favicon\.ico$|icon\.svg$|sw\.js$|robots\.txt$)/;

// Who asks whether the process is well must hear it most when it is not.
const open = new Set(["/api/health", "/api/metrics", "/_next/static"]);

const everyMs = 1_000;

/** In development nothing stands there: each page is as its sources are. */
export const noFront = (pages: Handler): Front => ({ pages, guard: (mount) => mount, isOverwhelmed: () => false, close: async () => undefined });

/** What stands before the work: memory, the limit of an address, and who is asked to wait when there is too much to do. */
export function openFront(pages: Handler, environment: Environment, databaseUrl: string): Front {
  const clock = () => performance.now();
  const { PUBLIC_URL, PAGE_CACHE_MB, REQUESTS_AT_ONCE, REQUESTS_PER_MINUTE, demo } = environment;
  const lag = watchLag();
  const connection = connect(databaseUrl, 1, standings.web);
  const room = new WaitingRoom({ lines: linesIn(connection.pool), secret: derivedSecret("waiting-room"), secure: isSecure(), now: () => Date.now(), free: () => surge.free() });
  const surge: Surge = new Surge({ atOnce: REQUESTS_AT_ONCE, lagMs: lag.lagMs, clock, isKnown: sessionMarks(), room });
  const advancing = setInterval(() => void room.advance(everyMs), everyMs).unref();
  const cache = new PageCache(pages, { bytes: PAGE_CACHE_MB * 2 ** 20, maxAgeMs: 30_000, publicUrl: PUBLIC_URL, clock });
  const replica = openReplica(environment, connection);
  const listeners: Listener[] = [...(replica ? [replica.watch] : []), ...(PAGE_CACHE_MB > 0 ? [cache] : [])];
  const changes = listeners.length === 0 ? undefined : listenForChanges(databaseUrl, inOrder(listeners));
  const limited = limitAddresses(REQUESTS_PER_MINUTE ?? (demo ? 0 : 3_000), clock);
  const guard = (handler: Handler) => limited(surge.guard(handler));
  const guarded = cache.hits(guard(cache.fills()));
  return {
    pages: (request, response) => (parts.test(request.url ?? "") ? pages(request, response) : guarded(request, response)),
    guard: (mount) => (open.has(mount.prefix) ? mount : { ...mount, handler: guard(mount.handler) }),
    isOverwhelmed: () => surge.isOverwhelmed(),
    close: async () => {
      clearInterval(advancing);
      lag.stop();
      await Promise.all([changes?.close(), replica?.close()]);
      await connection.close();
    },
  };
}

/** The replica hears first: no page that was dropped is written anew from what does not have the change yet. */
const inOrder = (listeners: readonly Listener[]): Listener => ({
  changed: (tag) => listeners.forEach((one) => one.changed(tag)),
  hearing: (yes) => listeners.forEach((one) => one.hearing(yes)),
});

function openReplica({ REPLICA_DATABASE_URL: url, REPLICA_LAG_SECONDS: seconds }: Environment, primary: Connection) {
  if (!url) return undefined;
  const replica = connect(url, 1, standings.web);
  const { watch, close } = watchReplica({ primary, replica, standing: replicaStanding(), boundMs: seconds * 1000, clock: () => performance.now() });
  return { watch, close: () => (close(), replica.close()) };
}

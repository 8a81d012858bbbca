import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";

/** Sent by a trigger of each table that public pages show, at the commit of the change (migration `public_pages`). */
const channel = "public_pages";

export type Listener = {
  /** The pages that show this are others now: `items:<code>`, or the name of a table. */
  changed(tag: string): void;
  /** Whether changes are heard of. While they are not, nothing may be told from memory. */
  hearing(yes: boolean): void;
};

type Patience = { beatMs: number; againMs: number };

/** Listens on a connection of its own, opened anew when it breaks, until `close`. */
export function listenForChanges(url: string, listener: Listener, { beatMs, againMs }: Patience = { beatMs: 5_000, againMs: 1_000 }): { close(): Promise<void> } {
  const stopped = new AbortController();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await hear(url, listener, beatMs, stopped.signal).catch(() => undefined);
      listener.hearing(false);
      await pause(againMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();
  return { close: () => (stopped.abort(), running) };
}

/** Until the connection fails, or what we tell ourselves over it is not heard in time (as through a pooler of transactions). */
async function hear(url: string, { changed, hearing }: Listener, beatMs: number, stopped: AbortSignal): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: beatMs, query_timeout: beatMs });
  const self = `heard:${randomUUID()}`;
  const gone = new AbortController();
  const over = AbortSignal.any([stopped, gone.signal]);
  let heard = 0;
  client.on("error", () => gone.abort());
  client.on("end", () => gone.abort());
  client.on("notification", ({ payload = "" }) => {
    if (payload === self) heard += 1;
    else if (!payload.startsWith("heard:")) changed(payload);
  });
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    for (let beat = 1; !over.aborted; beat += 1) {
      await client.query("select pg_notify($1, $2)", [channel, self]);
      // It comes with the answer, or directly after.
      for (let waited = 0; heard < beat && waited < beatMs; waited += 10) await pause(10, undefined, { signal: over });
      if (heard < beat) return;
      hearing(true);
      await pause(beatMs, undefined, { signal: over });
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

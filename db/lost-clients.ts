import type { Pool, PoolClient } from "pg";

/**
 * Gives back to the pool what broke while somebody had it. Drizzle does so itself, but not when it is the `begin` of a
 * transaction that fails: every such connection would be one less for ever, until there is none left to serve with.
 */
export function releaseLost(pool: Pool): void {
  const held = new WeakSet<PoolClient>();
  pool.on("acquire", (client) => {
    held.add(client);
    // The pool sets `release` right after this event. Whoever gives back what is back already has done nothing wrong.
    queueMicrotask(() => {
      const { release } = client;
      client.release = (error) => {
        if (!held.delete(client)) return;
        release.call(client, error);
      };
    });
  });
  pool.on("connect", (client) => client.once("end", () => held.has(client) && client.release(true)));
}

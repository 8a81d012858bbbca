import type { Pool, PoolClient } from "pg";

type Release = PoolClient["release"];

/**
 * Gives back to the pool what broke while somebody had it. Drizzle does so itself, but not when it is the `begin` of a
 * transaction that fails: every such connection would be one less for ever, until there is none left to serve with.
 */
export function releaseLost(pool: Pool): void {
  pool.on("connect", (client) => {
    let release: Release = () => undefined;
    // The pool gives a connection another `release` each time it is taken, and may call it in the same breath.
    Object.defineProperty(client, "release", { get: () => release, set(given: Release) { release = once(given); } });
    client.once("end", () => release(true));
  });
}

/** Whoever gives back what is back already has done nothing wrong. */
function once(release: Release): Release {
  let isBack = false;
  return (error) => {
    if (isBack) return;
    isBack = true;
    release(error);
  };
}

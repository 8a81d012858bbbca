import { join } from "node:path";
import { findRunning } from "@/db/embedded";
import { derivedPassword, urlOf } from "@/db/logins";
import { type Environment, readEnvironment } from "@/env";
import { demoSecretKeys, lockDataFolder, openDataFolder } from "./data-folder";
import { reachDatabase } from "./database";

/** How the processes of a portal come to its own database: each under a login that owns nothing (`prepareDatabase` makes them). */
const ownLogins = (owner: string) => ({
  DATABASE_URL: urlOf(owner, "tongban_web", derivedPassword(owner, "tongban_web")),
  JOBS_DATABASE_URL: urlOf(owner, "tongban_worker", derivedPassword(owner, "tongban_worker")),
});

/** Writes into the environment what the rest of the portal, which reads it by itself, must find there. */
export function settleEnvironment({ DATABASE_URL, MIGRATION_DATABASE_URL, SECRET_KEYS, DATA_DIR, demo, seed }: Environment, url: string, dev = false): void {
  if (!SECRET_KEYS && !demo) throw new Error("SECRET_KEYS is not set: outside demo mode the portal needs secret keys of its own (docs/operations.md).");
  Object.assign(process.env, {
    NODE_ENV: dev ? "development" : "production",
    ...(DATABASE_URL ?? MIGRATION_DATABASE_URL ? { DATABASE_URL: DATABASE_URL ?? url } : ownLogins(url)),
    SEED: seed,
    SECRET_KEYS: SECRET_KEYS ?? demoSecretKeys(DATA_DIR),
  });
}

/** For operators' tools: the database of a running portal, or else the same one, started for the work and stopped again. */
export async function withDatabase<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const environment = readEnvironment();
  openDataFolder(environment.DATA_DIR);
  const running = environment.MIGRATION_DATABASE_URL ?? environment.DATABASE_URL ?? findRunning(join(environment.DATA_DIR, "postgres"));
  if (running) {
    settleEnvironment(environment, running);
    return work(running);
  }
  const release = lockDataFolder(environment.DATA_DIR);
  try {
    const database = await reachDatabase(environment);
    try {
      settleEnvironment(environment, database.url);
      return await work(database.url);
    } finally {
      await database.stop();
    }
  } finally {
    release();
  }
}

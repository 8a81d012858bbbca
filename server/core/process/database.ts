import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client } from "pg";
import { type Connection, connect } from "@/db/client";
import { type Embedded, startEmbedded } from "@/db/embedded";
import { derivedPassword, makeLogins } from "@/db/logins";
import { sealPlain } from "@/db/rotation";
import { departments } from "@/db/schema";
import { env, type Environment } from "@/env";
import { now } from "@/server/core/clock";
import { archiving } from "./backup/archive";
import { say } from "./say";

const migrationsFolder = "db/migrations";

/** The database the environment names, or one of our own in the data folder. */
export async function reachDatabase({ DATA_DIR, BACKUP_DIR, ...environment }: Environment): Promise<Embedded> {
  const DATABASE_URL = environment.DATABASE_URL ?? environment.MIGRATION_DATABASE_URL;
  if (!DATABASE_URL) {
    return startEmbedded({ dataDir: join(DATA_DIR, "postgres"), settings: BACKUP_DIR ? await archiving(BACKUP_DIR) : {}, log: (line) => say(`Database: ${line}.`) });
  }
  const client = new Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  await client.connect().catch((error: unknown) => {
    const { host, pathname } = new URL(DATABASE_URL);
    throw new Error(`The database at ${host}${pathname} (DATABASE_URL) cannot be reached: ${messageOf(error)}.`, { cause: error });
  });
  await client.end();
  return { url: DATABASE_URL, stop: async () => undefined, kill: () => undefined };
}

function messageOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}

/**
 * Brings the tables up to date and fills an empty database, once, however many processes start together. With `again`,
 * what the seed misses is added also where something is there already. `ownDatabase`: nobody else keeps it, so that its logins are
 * made here. Gives whether it was filled.
 */
export async function prepareDatabase(url: string, mode: Environment["seed"], { again = false, ownDatabase = false } = {}): Promise<boolean> {
  const gate = new Client({ connectionString: url });
  gate.on("error", () => undefined);
  await gate.connect();
  await gate.query("select pg_advisory_lock(hashtext('tongban.prepare'))");
  const connection = connect(url, 2);
  try {
    // Not even tried when all is there already: a process that owns no tables may start all the same.
    if (!(await isBroughtUp(gate).catch(() => false))) await bringUp(gate, connection);
    if (ownDatabase) await makeLogins(url, { tongban_web: derivedPassword(url, "tongban_web"), tongban_worker: derivedPassword(url, "tongban_worker") });
    if (mode === "none" || !(again || (await isEmpty(connection)))) return false;
    await fill(connection, mode);
    return true;
  } finally {
    await connection.close();
    await gate.end();
  }
}

/** The tables as this version has them, and what earlier ones kept in the clear sealed before anybody reads it. */
async function bringUp(gate: Client, { db }: Connection): Promise<void> {
  // A migration that would have to wait for a lock holds up everybody behind it: it gives up, and the next start tries again.
  await gate.query("set lock_timeout = '10s'");
  // An owner who is no superuser is held to the policies too, and a migration that changes rows would find none.
  await gate.query("set app.sees = 'all'");
  await migrate(drizzle(gate), { migrationsFolder });
  await sealPlain(db);
  await gate.query(`comment on table drizzle.__drizzle_migrations is '${sealedMark()}'`);
}

const newestMigration = () => readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
/** Stands with the tables once all was sealed that a migration found in the clear: a start that died before goes on at the next one. */
const sealedMark = () => `sealed as of ${newestMigration()}`;

/** Whether nothing is left to do; whoever does not own the tables leaves the sealing to who does. */
async function isBroughtUp(gate: Client): Promise<boolean> {
  if (!(await isMigrated(gate))) return false;
  const { rows: [table] } = await gate.query<{ mark: string | null; own: boolean }>("select obj_description(oid, 'pg_class') as mark, pg_has_role(relowner, 'USAGE') as own from pg_class where oid = 'drizzle.__drizzle_migrations'::regclass");
  return table?.mark === sealedMark() || table?.own === false;
}

const isEmpty = async ({ db }: Connection) => (await db.select({ id: departments.id }).from(departments).limit(1)).length === 0;

/** In one transaction: what a broken-off first start wrote is gone, and the next one fills it again. */
async function fill({ db }: Connection, mode: "demo" | "reference"): Promise<void> {
  say(`Filling the database (${mode}) …`);
  const [{ seed }, { addDemoCases }] = await Promise.all([import("@/db/seed"), import("./demo-cases")]);
  await db.transaction(async (tx) => {
    await seed(tx, { mode, report: say });
    if (mode === "demo" && env().demo) await addDemoCases(tx, now(), say);
  });
}

/** Whether the tables are those this release was written for. */
export async function isMigrated(pool: Pick<Client, "query">): Promise<boolean> {
  const { rows } = await pool.query<{ newest: string | null }>("select max(created_at) as newest from drizzle.__drizzle_migrations");
  return Number(rows[0]?.newest ?? 0) >= newestMigration();
}

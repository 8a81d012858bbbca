import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema";

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** All that queries may hold: a database handle that cannot write. */
export type Reader = Pick<Database, "select" | "selectDistinct" | "selectDistinctOn" | "query" | "$count" | "$with" | "with">;

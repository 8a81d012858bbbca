import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Database, Tx } from "./client";
import { currentPrefix, keyedDigest, open, rewrap, seal } from "./personal-data";
import { keyRotations } from "./schema";
import { sealedTables, type Place, type SealedTable } from "./sealed-places";

const tables: Record<string, SealedTable> = sealedTables;

export type RotationStatus = { table: string; sealed: number; waiting: number };

const kid = () => currentPrefix().split(".")[1] ?? "";
const name = (text: string) => sql.identifier(text);
const isOld = (column: string) => sql`not starts_with(${name(column)}, ${currentPrefix()})`;
const anyOf = (conditions: SQL[]) => sql`(${sql.join(conditions, sql` or `)})`;

/** Per table: rows with sealed values, and those with a value that still waits for the current key. */
export async function rotationStatus(db: Database): Promise<RotationStatus[]> {
  const found: RotationStatus[] = [];
  for (const [table, { columns }] of Object.entries(tables)) {
    const { rows: [row] } = await query<{ sealed: number; waiting: number }>(db, sql`
      select count(*) filter (where ${anyOf(columns.map((column) => sql`${name(column)} is not null`))})::int as sealed,
             count(*) filter (where ${anyOf(columns.map(isOld))})::int as waiting from ${name(table)}`);
    found.push({ table, sealed: row?.sealed ?? 0, waiting: row?.waiting ?? 0 });
  }
  return found;
}

const isPlain = (column: string) => sql`${name(column)} is not null and ${name(column)} !~ '^e[0-9]+[.]'`;

/**
 * Seals what earlier versions kept in the clear, in every place that is sealed by now; a second run finds nothing. Meant for
 * the start after a migration, before anybody reads. Returns how many rows were sealed.
 */
export async function sealPlain(db: Database, batchSize = 500): Promise<number> {
  let total = 0;
  for (const table of Object.keys(tables)) {
    let rows: number;
    let after: string | undefined;
    do {
      ({ rows, after } = await db.transaction((tx) => sealBatch(tx, catalogued(table), { after, batchSize })));
      total += rows;
    } while (rows >= batchSize);
  }
  return total;
}

// Along the primary key: a batch begins where the one before it ended, however long the table is.
async function sealBatch(tx: Tx, { table, columns, key, row }: Catalogued, { after, batchSize }: { after: string | undefined; batchSize: number }): Promise<{ rows: number; after: string | undefined }> {
  const rest = after ? sql`and ${name(key)} > ${after}` : sql``;
  const { rows } = await query<Record<string, string | null>>(tx, sql`
    select ${name(key)} as "key", ${sql.raw(row)} as "place", ${sql.join(columns.map(name), sql`, `)} from ${name(table)} where ${anyOf(columns.map(isPlain))} ${rest} order by ${name(key)} limit ${batchSize} for update`);
  // Safe: table and column come from the catalogue that the type is made of.
  const sealed = (old: Record<string, string | null>, column: string) => { const value = old[column]; return typeof value === "string" && !/^e\d+\./.test(value) ? seal(value, { table, column, row: old["place"] ?? "" } as Place) : value; };
  await write(tx, { table, key }, rows.map((old) => ({ key: old["key"], ...Object.fromEntries(columns.map((column) => [column, sealed(old, column)])) })));
  return { rows: rows.length, after: rows.at(-1)?.["key"] ?? undefined };
}

export type Progress = { table: string; rows: number };

/**
 * Brings every sealed value under the current key and every blind index with it, table by table along the primary key.
 * Each batch commits together with the position reached, so that a run that was killed goes on where it stopped; a second
 * run changes nothing. What an older process wrote behind the position is met by walking again until nothing waits.
 * Returns how many rows were brought over.
 */
export async function rotateKeys(db: Database, { now, batchSize = 500, report = () => undefined }: { now: () => Date; batchSize?: number; report?: (progress: Progress) => void }): Promise<number> {
  let total = 0;
  for (const table of Object.keys(tables)) {
    while (await waits(db, table)) {
      await begin(db, table, now());
      total += await walk(db, table, { now, batchSize, report });
    }
  }
  return total;
}

async function waits(db: Database, table: string): Promise<boolean> {
  const { rows } = await query(db, sql`select 1 from ${name(table)} where ${anyOf((tables[table]?.columns ?? []).map(isOld))} limit 1`);
  return rows.length > 0;
}

/** A walk that was cut short goes on; one that had come to its end begins anew. */
async function begin(db: Database, tableName: string, startedAt: Date): Promise<void> {
  const anew = { position: null, startedAt, finishedAt: null };
  await db.insert(keyRotations).values({ kid: kid(), tableName, startedAt })
    .onConflictDoUpdate({ target: [keyRotations.kid, keyRotations.tableName], set: anew, setWhere: sql`${keyRotations.finishedAt} is not null` });
}

type Walking = Required<NonNullable<Parameters<typeof rotateKeys>[1]>>;

async function walk(db: Database, table: string, { now, batchSize, report }: Walking): Promise<number> {
  for (let rows = 0; ;) {
    const done = await db.transaction((tx) => rotateBatch(tx, table, batchSize, now()));
    rows += done;
    report({ table, rows });
    if (done < batchSize) return rows;
  }
}

/** One batch after the position reached; two runs at once take turns. */
async function rotateBatch(tx: Tx, table: string, batchSize: number, at: Date): Promise<number> {
  const here = and(eq(keyRotations.kid, kid()), eq(keyRotations.tableName, table));
  const [state] = await tx.select().from(keyRotations).where(here).for("update");
  const sealed = catalogued(table);
  const rows = await readBatch(tx, sealed, { after: state?.position, batchSize });
  await write(tx, sealed, rows.map((old) => ({ key: old["key"], ...turn(old, sealed) })));
  const end = rows.length < batchSize ? { finishedAt: at } : {};
  const position = rows.at(-1)?.["key"];
  await tx.update(keyRotations).set({ ...(position ? { position } : {}), rows: sql`${keyRotations.rows} + ${rows.length}`, ...end }).where(here);
  return rows.length;
}

type Catalogued = Required<SealedTable> & { table: string };

function catalogued(table: string): Catalogued {
  const { columns = [], indexes = [], key = "id", row = key } = tables[table] ?? {};
  return { table, columns, indexes, key, row };
}

async function readBatch(tx: Tx, { table, columns, indexes, key, row }: Catalogued, { after, batchSize }: { after: string | null | undefined; batchSize: number }): Promise<Record<string, string | null>[]> {
  const rest = after ? sql`and ${name(key)} > ${after}` : sql``;
  const { rows } = await query<Record<string, string | null>>(tx, sql`
    select ${name(key)} as "key", ${sql.raw(row)} as "place", ${sql.join([...columns, ...indexes.map(({ column }) => column)].map(name), sql`, `)} from ${name(table)}
    where ${anyOf(columns.map(isOld))} ${rest} order by ${name(key)} limit ${batchSize} for update`);
  return rows;
}

/** The row's values under the current key; only what has a blind index is opened, to compute it. What nobody is found by stays without. */
function turn(old: Record<string, string | null>, { table, columns, indexes }: Catalogued): Record<string, string | null> {
  // Safe: table and column come from the catalogue that the type is made of.
  const place = (column: string) => ({ table, column, row: old["place"] ?? "" }) as Place;
  const sealed = columns.map((column) => [column, old[column] ? rewrap(old[column], place(column)) : null] as const);
  const digests = indexes.map(({ column, of, purpose, part = (opened) => opened }) => [column, old[of] && old[column] ? keyedDigest(purpose as Parameters<typeof keyedDigest>[0], part(open(old[of], place(of)))) : null] as const);
  return Object.fromEntries([...sealed, ...digests]);
}

async function write(tx: Tx, { table, key }: Pick<Catalogued, "table" | "key">, rows: readonly Record<string, string | null | undefined>[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).filter((column) => column !== "key");
  const set = sql.join(columns.map((column) => sql`${name(column)} = new.${name(column)}`), sql`, `);
  const shape = sql.join([sql`"key" uuid`, ...columns.map((column) => sql`${name(column)} text`)], sql`, `);
  await tx.execute(sql`update ${name(table)} as old set ${set} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as new(${shape}) where old.${name(key)} = new."key"`);
}

async function query<Row = unknown>(db: Database | Tx, statement: SQL): Promise<{ rows: Row[] }> {
  // Safe: node-postgres answers every statement with its rows.
  return (await db.execute(statement)) as { rows: Row[] };
}

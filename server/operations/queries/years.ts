import { and, desc, eq, inArray, lt, notExists, notInArray, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { applications, archives, auditChecks, movedYears, yearHolds } from "@/db/schema";
import { endedStatuses } from "@/domain/applications/schema";
import { shanghaiDay, yearBegins } from "@/domain/core/calendar";
import { missingYears, yearTables, type YearFacts, type YearPart } from "@/domain/operations/rules/years";

/** A part that is in the database; `fromId` is null where it begins with the first row. */
export type HerePart = YearPart & { fromId: string | null; toId: string; bytes: number };

type Catalogued = { table: YearPart["table"]; year: number; bound: string; bytes: number };
const bounds = /FROM \((?:MINVALUE|'([0-9a-f-]{36})')\) TO \('([0-9a-f-]{36})'\)/;

/** The parts of the tables that are kept by year, table by table, the earliest first; as the catalogue of the database has them. */
export async function listParts(db: Reader): Promise<HerePart[]> {
  const rows = await db.select({
    table: sql<YearPart["table"]>`inhparent::regclass::text`, year: sql<number>`substring(relname from '_(\\d{4})$')::int`, bound: sql<string>`pg_get_expr(relpartbound, oid)`, bytes: sql<number>`pg_total_relation_size(oid)::float8`,
  }).from(sql`pg_inherits join pg_class on oid = inhrelid`).where(sql`inhparent::regclass::text in (${sql.join(yearTables.map((table) => sql`${table}`), sql`, `)}) and relkind = 'r' and relname ~ '_\\d{4}$'`).orderBy(sql`1, 2`);
  return rows.map((row, at) => partOf(row, rows[at - 1]));
}

function partOf({ bound, ...row }: Catalogued, before: Catalogued | undefined): HerePart {
  const [, fromId = null, toId] = bounds.exec(bound) ?? [];
  if (!toId) throw new Error(`years.${row.table}_${row.year} has bounds that are none: ${bound}`);
  return { ...row, fromId, toId, after: fromId !== null && before?.table === row.table ? before.year : null };
}

/** How many rows came for which there was no part yet; told up to a hundred. */
export async function countUnplaced(db: Reader): Promise<number> {
  const unplaced = await Promise.all(yearTables.map((table) => db.select({ id: sql`id` }).from(sql`${sql.identifier(table)}`).where(sql`tableoid = ${`years.${table}_later`}::regclass`).limit(100)));
  return unplaced.flat().length;
}

/** Years that should have a part by now and have none, by the database's own clock. */
export async function listMissingParts(db: Reader): Promise<number[]> {
  const [[today], parts] = await Promise.all([db.select({ at: sql<string>`now()::text` }).from(sql`(select) as one`), listParts(db)]);
  const [year = 0, month = 0] = shanghaiDay(new Date(today?.at ?? "")).split("-").map(Number);
  return missingYears(parts, { year, month });
}

/** What may keep a year here. */
export async function factsOf(db: Reader, part: HerePart): Promise<YearFacts> {
  const begun = lt(applications.createdAt, yearBegins(part.year + 1));
  const packed = db.select({ one: sql`1` }).from(archives).where(eq(archives.applicationId, applications.id));
  const [holds, openCases, unpacked, [check]] = await Promise.all([
    db.select().from(yearHolds), db.$count(applications, and(begun, notInArray(applications.status, [...endedStatuses]))),
    db.$count(applications, and(begun, inArray(applications.status, [...endedStatuses]), notExists(packed))), db.select().from(auditChecks).orderBy(desc(auditChecks.at)).limit(1),
  ]);
  return { earlierHere: await hasEarlier(db, part), held: holds.map(({ year }) => year), openCases, unpacked, chainDoubtful: (check?.findings.length ?? 1) > 0 };
}

/** Whether a row is here of a year before; a part in which nobody ever wrote holds up none. */
async function hasEarlier(db: Reader, { table, fromId }: HerePart): Promise<boolean> {
  if (fromId === null) return false;
  return (await db.select({ id: sql`id` }).from(sql`${sql.identifier(table)}`).where(sql`id < ${fromId}::uuid`).limit(1)).length > 0;
}

export const listMoved = (db: Reader) => db.select().from(movedYears).orderBy(movedYears.tableName, movedYears.year);
export const listHolds = (db: Reader) => db.select().from(yearHolds).orderBy(yearHolds.year);

import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { and, eq, sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { movedYears, yearHolds } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { staysOf, type Stay, type YearTable } from "@/domain/operations/rules/years";
import { movedLogYears } from "@/server/audit/queries/rows";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { moveAction } from "@/server/core/documents/audit-chain";
import { fileDigest, writeYearFile, yearHead, type YearHead } from "@/server/core/documents/year-file";
import { contentOf, contentText, linesOf, partTable, rowsFrom, rowsOf, type Content } from "../queries/year-rows";
import { factsOf, listParts, type HerePart } from "../queries/years";

/** Makes what is missing up to next year. Returns how many parts were made. */
export async function makeYears({ db }: Ctx): Promise<number> {
  // Safe: no act of anybody, and no row is written; the function is the one door to such work that the jobs have.
  const [made] = await rowsOf<{ parts: number }>(db as Database, sql`select make_years() as parts`);
  return made?.parts ?? 0;
}

type Moved = typeof movedYears.$inferSelect;

/**
 * Moves a year of a table into a file of `folder` and out of the database: written, read back, compared with what is there, and
 * only then taken out, in one transaction that keeps the part from changing meanwhile. For the owner of the tables alone.
 * Errors: `operations.yearUnknown`, also of one without a row; `operations.yearStays` (conflict) with why; `operations.yearUnsealed` (conflict).
 */
export async function moveYear(ctx: Ctx, { table, year, folder }: { table: YearTable; year: number; folder: string }): Promise<Moved> {
  const part = (await listParts(ctx.db)).find((one) => one.table === table && one.year === year);
  if (!part) throw new DomainError("not_found", "operations.yearUnknown", { table, year });
  const stays = staysOf(part, await factsOf(ctx.db, part), ctx.now);
  if (stays.length > 0) throw new DomainError("conflict", "operations.yearStays", { table, year, why: whyOf(stays) });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(resolve(folder), `${table}-${year}.jsonl.gz`);
  return commit(ctx, async (tx) => {
    // Nobody writes to a year that is over, but a new key may be on its way through it.
    await tx.execute(sql`set local timezone = 'UTC'`);
    await tx.execute(sql`lock table ${partTable(part)} in share mode`);
    const moved = await writtenOut(tx, ctx, part, path);
    await takeOut(tx, part);
    await tx.insert(movedYears).values(moved);
    const told = { table, file: moved.file, sha256: moved.sha256, rows: moved.rows, years: table === "audit_log" ? await movedLogYears(tx) : [] };
    return { value: moved, audit: { action: moveAction, subject: { type: "year", id: `${table}/${year}` }, after: told } };
  });
}

export const whyOf = (stays: readonly Stay[]) => stays.map(({ why, detail }) => `${why} ${detail}`).join(", ");

async function writtenOut(tx: Tx, { now }: Ctx, part: HerePart, path: string): Promise<Moved> {
  const { table, year, fromId, toId } = part;
  const [there] = await rowsOf<{ rows: number }>(tx, sql`select count(*)::float8 as rows from ${partTable(part)}`);
  if (!there?.rows) throw new DomainError("not_found", "operations.yearUnknown", { table, year });
  const head: YearHead = { format: "tongban.year/1", table, year, fromId, toId, madeAt: now.toISOString(), kids: await kidsOf(tx, part) };
  const content: Content = { rows: 0, sum: 0n };
  const sha256 = await writeYearFile(path, linesOf(tx, part, head, content));
  if (content.rows !== there.rows) throw new DomainError("conflict", "operations.yearUnsealed", { table, year, rows: there.rows - content.rows });
  await mustHold(tx, path, { table, content: contentText(content) });
  return { tableName: table, year, fromId, toId, file: basename(path), sha256, rows: content.rows, content: contentText(content), movedAt: now };
}

/** Which of SECRET_KEYS a file's sealed values need. */
async function kidsOf(tx: Tx, part: HerePart): Promise<string[]> {
  if (part.table !== "application_events") return [];
  const rows = await rowsOf<{ kid: string }>(tx, sql`select distinct split_part(sealed, '.', 2) as kid from ${partTable(part)}, unnest(array[reason, payload]) as sealed where sealed is not null order by 1`);
  return rows.map(({ kid }) => kid);
}

/** The file as it lies there must say what the database said. */
async function mustHold(tx: Tx, path: string, { table, content }: { table: YearTable; content: string }): Promise<void> {
  const held = await contentOf(tx, path, table);
  if (contentText(held) !== content || held.end !== content) throw new Error(`${path} does not hold what it should: ${contentText(held)} instead of ${content}. Nothing was taken out.`);
}

/** Waits for no longer than a moment, and in the order in which acts take the tables; it lasts as long as removing a file. */
async function takeOut(tx: Tx, part: HerePart): Promise<void> {
  await tx.execute(sql`set local lock_timeout = '5s'`);
  if (part.table === "application_events") await tx.execute(sql`lock table applications in access exclusive mode`);
  await tx.execute(sql`lock table ${sql.identifier(part.table)} in access exclusive mode`);
  await tx.execute(sql`alter table ${sql.identifier(part.table)} detach partition ${partTable(part)}`);
  await tx.execute(sql`drop table ${partTable(part)}`);
}

/**
 * Brings a year back out of its file, which must be the very one it was moved into.
 * Errors: `operations.yearUnknown`; `operations.yearFileChanged` (conflict).
 */
export async function returnYear(ctx: Ctx, path: string): Promise<Moved> {
  const { table, year } = await yearHead(path);
  const found = (await ctx.db.select().from(movedYears)).find((one) => one.tableName === table && one.year === year);
  if (!found) throw new DomainError("not_found", "operations.yearUnknown", { table, year });
  if ((await fileDigest(path)) !== found.sha256) throw new DomainError("conflict", "operations.yearFileChanged", { table, year });
  return commit(ctx, async (tx) => {
    await tx.execute(sql`set local timezone = 'UTC'`);
    await filledIn(tx, path, found);
    await putBack(tx, found);
    await tx.delete(movedYears).where(and(eq(movedYears.tableName, found.tableName), eq(movedYears.year, found.year)));
    return { value: found, audit: { action: "operations.returnYear", subject: { type: "year", id: `${table}/${year}` }, after: { table, file: basename(path), sha256: found.sha256, rows: found.rows } } };
  });
}

/** A table beside the others, like the newest of them, with the rows of the file; nobody sees it yet. */
async function filledIn(tx: Tx, path: string, { tableName: table, year, fromId, toId, content }: Moved): Promise<void> {
  const newest = (await listParts(tx)).findLast((part) => part.table === table);
  if (!newest) throw new Error(`${table} has no part`);
  const made = partTable({ table, year });
  await tx.execute(sql`create table ${made} (like ${partTable(newest)} including all)`);
  await tx.execute(sql`select guard_part(${`${table}_${year}`})`);
  const held = await contentOf(tx, path, table, (batch) => tx.execute(sql`insert into ${made} select t.* from ${rowsFrom(table, batch)} t`));
  if (contentText(held) !== content) throw new Error(`${path} does not hold what was moved: ${contentText(held)} instead of ${content}. Nothing was brought back.`);
  // Looked at here, so that nothing is when it takes its place.
  await tx.execute(sql`alter table ${made} add constraint year_ids check (${fromId === null ? sql`true` : sql`id >= ${fromId}`} and id < ${toId})`.inlineParams());
  if (table === "application_events") await tx.execute(sql`alter table ${made} add constraint application_events_application_id_applications_id_fk foreign key (application_id) references applications (id)`);
}

async function putBack(tx: Tx, { tableName: table, year, fromId, toId }: Moved): Promise<void> {
  await tx.execute(sql`set local lock_timeout = '5s'`);
  await tx.execute(sql`alter table ${sql.identifier(table)} attach partition ${partTable({ table, year })} for values from (${fromId ?? sql`minvalue`}) to (${toId})`.inlineParams());
  await tx.execute(sql`alter table ${partTable({ table, year })} drop constraint year_ids`);
}

/** Keeps a year where it is until it is released. Errors: `operations.yearHeld` (conflict). */
export function holdYear(ctx: Ctx, { year, because }: { year: number; because: string }): Promise<void> {
  return commit(ctx, async (tx) => {
    const [held] = await tx.insert(yearHolds).values({ year, because, placedAt: ctx.now }).onConflictDoNothing().returning();
    if (!held) throw new DomainError("conflict", "operations.yearHeld", { year });
    return { value: undefined, audit: { action: "operations.holdYear", subject: { type: "year", id: String(year) }, after: { because } } };
  });
}

/** Errors: `operations.yearUnknown` where nobody holds it. */
export function releaseYear(ctx: Ctx, year: number): Promise<void> {
  return commit(ctx, async (tx) => {
    const [held] = await tx.delete(yearHolds).where(eq(yearHolds.year, year)).returning();
    if (!held) throw new DomainError("not_found", "operations.yearUnknown", { table: "", year });
    return { value: undefined, audit: { action: "operations.releaseYear", subject: { type: "year", id: String(year) }, before: { because: held.because } } };
  });
}

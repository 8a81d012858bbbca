import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationEvents, supervisionDays, supervisionMarks } from "@/db/schema";
import { addDays, type Day } from "@/domain/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { countDay } from "../queries/day-count";

const mark = "days";
// Rows are born before their transaction ends; none takes longer than this.
const overlap = "10 minutes";

/**
 * Counts anew the days on which something happened since the last time. Events are read by their ids, ordered by
 * birth, so that a runner that stood still for days misses none, and one that comes second finds the same. Returns how many
 * days were counted.
 */
export async function recountChangedDays(ctx: Ctx): Promise<number> {
  const [now] = await ctx.db.select({ position: sql<string>`uuidv7(${`-${overlap}`}::interval)` }).from(sql`(select 1) as one`);
  const [last] = await ctx.db.select({ position: supervisionMarks.position }).from(supervisionMarks).where(eq(supervisionMarks.name, mark));
  const days = await changedDays(ctx, last?.position ?? "00000000-0000-0000-0000-000000000000");
  for (const day of days) await recountDay(ctx, day);
  if (now && (days.length > 0 || !last)) await keepMark(ctx, now.position);
  return days.length;
}

async function changedDays({ db }: Ctx, after: string): Promise<Day[]> {
  const events = await db.selectDistinct({ day: sql<Day>`(${applicationEvents.at} at time zone 'Asia/Shanghai')::date::text`, takenBack: sql<boolean>`${applicationEvents.action} = 'takeBack'` })
    .from(applicationEvents).where(sql`${applicationEvents.id} > ${after}::uuid`);
  // What is taken back past midnight was not received the day before.
  return [...new Set(events.flatMap(({ day, takenBack }) => (takenBack ? [day, addDays(day, -1)] : [day])))].toSorted();
}

/** Counts one day from the cases and puts it in place of what stood there; two at once take turns. */
export function recountDay(ctx: Ctx, day: Day): Promise<number> {
  return commit(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('supervision_days'), hashtext(${day}))`);
    const rows = await countDay(tx, day);
    await tx.delete(supervisionDays).where(eq(supervisionDays.day, day));
    await insertDays(tx, rows);
    return { value: rows.length, audit: { action: "supervision.recount", subject: { type: "day", id: day }, after: { rows: rows.length } } };
  });
}

const batch = 500;

async function insertDays(tx: Tx, rows: readonly (typeof supervisionDays.$inferInsert)[]): Promise<void> {
  for (let at = 0; at < rows.length; at += batch) await tx.insert(supervisionDays).values(rows.slice(at, at + batch));
}

function keepMark(ctx: Ctx, position: string): Promise<void> {
  return commit(ctx, async (tx) => {
    await tx.insert(supervisionMarks).values({ name: mark, position })
      .onConflictDoUpdate({ target: supervisionMarks.name, set: { position: sql`greatest(${supervisionMarks.position}, excluded.position)` } });
    return { value: undefined, audit: { action: "supervision.readEvents", subject: { type: "mark", id: mark }, after: { position } } };
  });
}

import { sql, type SQL } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { queueTabs, type QueueCounts, type QueueFilters, type QueueTab } from "@/domain/applications/schema/queue";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { isUnasked, queueMatches } from "./queue-page";

/** How many: counted out, or only that there are more than were counted. */
export type Count = { count: number; kind: "exact" | "over" };

const countedOut = 300;
const patienceMs = 200;

/**
 * How many cases the common views and the present filters hold. Counted up to three hundred: whoever has more reads that there are more; what takes longer
 * than a fifth of a second is left unknown (null), so that no list waits for a number.
 */
export async function countQueue(ctx: Ctx, actor: User, { filters }: QueueCounts) {
  const asked = { actor, today: shanghaiDay(ctx.now), calendar: await getCalendar(ctx.db), unasked: await isUnasked(ctx.db, actor) };
  // Without a filter it is the first of the tabs.
  const narrowed = narrowing(filters);
  const wanted: QueueFilters[] = [queueTabs.all, queueTabs.mine, queueTabs.claimable, queueTabs.overdue, queueTabs.waiting, ...(narrowed ? [narrowed] : [])];
  const [all = null, mine = null, claimable = null, overdue = null, waiting = null, counted = null] = await countEach(ctx.db, wanted.map((of) => queueMatches({ ...asked, filters: of, limit: countedOut + 1 })));
  return { tabs: { all, mine, claimable, overdue, waiting } satisfies Record<QueueTab, Count | null>, filtered: filters && !narrowed ? all : counted };
}

const narrowing = (filters: QueueFilters | undefined) => (filters && Object.values(filters).some((value) => value !== undefined) ? filters : undefined);

/** All in one statement; where that takes too long, one after the other, so that a slow one costs the others nothing. */
async function countEach(db: Reader, matches: readonly SQL[]): Promise<(Count | null)[]> {
  const together = await countTogether(db, matches);
  if (together) return together;
  const counts: (Count | null)[] = [];
  for (const one of matches) counts.push((await countTogether(db, [one]))?.[0] ?? null);
  return counts;
}

async function countTogether(db: Reader, matches: readonly SQL[]): Promise<Count[] | undefined> {
  const each = matches.map((one, index) => sql`select ${sql.raw(String(index))} as position, count(*)::int as count from ${one} as hit`);
  try {
    return await hurried(db).transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(patienceMs))}`);
      const rows = await tx.select({ count: sql<number>`counted.count` }).from(sql`(${sql.join(each, sql` union all `)}) as counted`).orderBy(sql`counted.position`);
      return rows.map(({ count }) => (count <= countedOut ? { count, kind: "exact" as const } : { count: countedOut, kind: "over" as const }));
    }, { accessMode: "read only" });
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  }
}

const isTimeout = (error: unknown) => error instanceof Error && error.cause instanceof Error && "code" in error.cause && error.cause.code === "57014";

// Safe: the transaction is read only; a statement's patience is set inside one.
function hurried(db: Reader): Database {
  return db as Database;
}

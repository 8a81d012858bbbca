import { sql, type SQL } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { queueTabs, type QueueCounts, type QueueFilters, type QueueTab } from "@/domain/applications/schema/queue";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { queueMatches } from "./queue-page";

/** How many: counted out, or only that there are more than were counted. */
export type Count = { count: number; kind: "exact" | "over" };

const countedOut = 300;
const patienceMs = 200;

/**
 * How many cases the common views and the present filters hold. Counted up to three hundred: whoever has more reads that there are more; what takes longer
 * than a fifth of a second is left unknown (null), so that no list waits for a number.
 */
export async function countQueue(ctx: Ctx, actor: User, { filters }: QueueCounts) {
  const asked = { actor, today: shanghaiDay(ctx.now), calendar: await getCalendar(ctx.db) };
  const count = (of: QueueFilters) => countOf(ctx.db, (limit) => queueMatches({ ...asked, filters: of, limit }));
  const { all, mine, claimable, overdue, waiting } = queueTabs;
  // One after the other: a page takes no more than one connection for its numbers.
  const counted = { all: await count(all), mine: await count(mine), claimable: await count(claimable), overdue: await count(overdue), waiting: await count(waiting) };
  return { tabs: counted satisfies Record<QueueTab, Count | null>, filtered: filters ? await count(filters) : null };
}

async function countOf(db: Reader, matches: (limit: number) => SQL): Promise<Count | null> {
  try {
    return await hurried(db).transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(patienceMs))}`);
      const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(sql`${matches(countedOut + 1)} as hit`);
      const count = row?.count ?? 0;
      return count <= countedOut ? { count, kind: "exact" } : { count: countedOut, kind: "over" };
    }, { accessMode: "read only" });
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

const isTimeout = (error: unknown) => error instanceof Error && error.cause instanceof Error && "code" in error.cause && error.cause.code === "57014";

// Safe: the transaction is read only; a statement's patience is set inside one.
function hurried(db: Reader): Database {
  return db as Database;
}

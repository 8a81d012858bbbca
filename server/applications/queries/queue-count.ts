import { sql, type SQL } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import type { QueueCounts, QueueFilters } from "@/domain/applications/schema/queue";
import type { Actor } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { queueMatches } from "./queue-page";

/** How many: counted out, an estimate of the planner's, or only that there are more than were counted. */
export type Count = { count: number; kind: "exact" | "about" | "over" };

const countedOut = 1000;
const patienceMs = 200;

/** The views everybody has. */
export const tabs = {
  all: {}, mine: { assignee: "me" }, claimable: { assignee: "claimable" }, overdue: { lights: ["red", "black"] }, waiting: { status: "correction" },
} as const satisfies Record<string, QueueFilters>;
export type QueueTab = keyof typeof tabs;

/**
 * How many cases the common views and the present filters hold. Counted up to a thousand, then estimated; what takes longer
 * than a fifth of a second is left unknown (null), so that no list waits for a number.
 */
export async function countQueue(ctx: Ctx, actor: Actor, { filters }: QueueCounts) {
  const asked = { actor, today: shanghaiDay(ctx.now), calendar: await getCalendar(ctx.db), limit: countedOut + 1 };
  const count = (of: QueueFilters) => countOf(ctx.db, queueMatches({ ...asked, filters: of }), (limit) => queueMatches({ ...asked, filters: of, limit }));
  const counted: Partial<Record<QueueTab, Count | null>> = {};
  for (const tab of Object.keys(tabs) as QueueTab[]) counted[tab] = await count(tabs[tab]);
  return { tabs: counted as Record<QueueTab, Count | null>, filtered: filters ? await count(filters) : null };
}

async function countOf(db: Reader, matches: SQL, unbounded: (limit: number) => SQL): Promise<Count | null> {
  try {
    return await hurried(db).transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(patienceMs))}`);
      const { rows: [row] } = rowsOf<{ count: number }>(await tx.execute(sql`select count(*)::int as count from ${matches} as hit`));
      const count = row?.count ?? 0;
      if (count <= countedOut) return { count, kind: "exact" };
      const { rows: [plan] } = rowsOf<{ "QUERY PLAN": { Plan: { "Plan Rows": number } }[] }>(await tx.execute(sql`explain (format json) select 1 from ${unbounded(1_000_000_000)} as hit`));
      const estimate = plan?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0;
      return estimate > countedOut ? { count: rounded(estimate), kind: "about" } : { count: countedOut, kind: "over" };
    }, { accessMode: "read only" });
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

/** An estimate is told to two digits: more would be made up. */
function rounded(estimate: number): number {
  const unit = 10 ** (Math.floor(Math.log10(estimate)) - 1);
  return Math.round(estimate / unit) * unit;
}

const isTimeout = (error: unknown) => error instanceof Error && error.cause instanceof Error && "code" in error.cause && error.cause.code === "57014";

// Safe: the transaction is read only; a statement's patience is set inside one.
function hurried(db: Reader): Database {
  return db as Database;
}

function rowsOf<Row>(result: unknown): { rows: Row[] } {
  return result as { rows: Row[] };
}

import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, corrections, serviceItemRevisions, suspensions } from "@/db/schema";
import { decisionDates, deliveryLimit, noticeLimit } from "@/domain/applications/rules/clocks";
import { dueOn, shanghaiDay, type WorkdayCalendar } from "@/domain/core/calendar";
import type { Limit, RevisionContent } from "@/domain/items/schema";
import { getCalendar } from "@/server/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { dateSteps } from "./steps";

const batch = 200;
// While suspended no clock runs; resuming counts anew.
const counted = ["submitted", "correction", "accepted", "inReview", "approved", "rejected", "delivering"] as const;

type Row = typeof applications.$inferSelect;
type Dates = Partial<Pick<Row, "dueOn" | "stepDueOn" | "noticeDueOn" | "correctionDueOn" | "promisedDueOn" | "statutoryDueOn" | "dueProvisional">>;

/**
 * Counts the running clocks of every live case anew, after a year's calendar came out or changed. Walks them by key in
 * batches, each in its own transaction; running it again changes nothing. Returns how many moved.
 */
export async function recountDeadlines(ctx: Ctx): Promise<number> {
  let moved = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await ctx.db.select({ id: applications.id }).from(applications)
      .where(and(gt(applications.id, after), inArray(applications.status, [...counted]))).orderBy(asc(applications.id)).limit(batch);
    for (const { id } of rows) moved += (await recountOne(ctx, id)) ? 1 : 0;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return moved;
    after = last.id;
  }
}

class Unchanged extends Error {}

async function recountOne(ctx: Ctx, id: string): Promise<boolean> {
  try {
    await commit(ctx, async (tx) => {
      const [found] = await tx.select({ row: applications, content: serviceItemRevisions.content }).from(applications)
        .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId)).where(eq(applications.id, id)).for("update", { of: applications });
      const dates = found ? { ...(await datesOf(tx, found.row, found.content)), stepDueOn: await dateSteps(tx, { id, status: found.row.status, steps: found.content.steps }) } : {};
      const before = Object.fromEntries(Object.keys(dates).map((key) => [key, found?.row[key as keyof Dates]]));
      if (!found || JSON.stringify(before) === JSON.stringify(dates)) throw new Unchanged();
      await tx.update(applications).set(dates).where(eq(applications.id, id));
      return { value: undefined, audit: { action: "applications.recount", subject: { type: "application", id }, before, after: dates } };
    });
    return true;
  } catch (error) {
    if (error instanceof Unchanged) return false;
    throw error;
  }
}

async function datesOf(tx: Tx, row: Row, content: RevisionContent): Promise<Dates> {
  const calendar = await getCalendar(tx);
  switch (row.status) {
    case "submitted": return row.receivedAt ? clock(row.receivedAt, noticeLimit, calendar, "noticeDueOn") : {};
    case "correction": {
      const [open] = await tx.select({ createdAt: corrections.createdAt }).from(corrections).where(and(eq(corrections.applicationId, row.id), isNull(corrections.answeredAt)));
      return open ? clock(open.createdAt, { value: content.correctionDays, unit: "workday" }, calendar, "correctionDueOn") : {};
    }
    case "accepted": case "inReview": return deciding(tx, row, content, calendar);
    default: return row.decidedAt ? clock(row.decidedAt, deliveryLimit, calendar) : {};
  }
}

function clock(start: Date, limit: Limit, calendar: WorkdayCalendar, column?: "noticeDueOn" | "correctionDueOn"): Dates {
  const due = dueOn({ start: shanghaiDay(start), limit, calendar });
  return { ...(column ? { [column]: due.dueOn } : {}), dueOn: due.dueOn, dueProvisional: due.provisional };
}

async function deciding(tx: Tx, row: Row, { promisedLimit, statutoryLimit }: RevisionContent, calendar: WorkdayCalendar): Promise<Dates> {
  const pauses = await tx.select().from(suspensions).where(eq(suspensions.applicationId, row.id));
  const ended = pauses.flatMap(({ startOn, endOn }) => (endOn ? [{ startOn, endOn }] : []));
  const clockOf = { acceptedOn: shanghaiDay(row.acceptedAt ?? row.createdAt), promisedLimit, statutoryLimit, suspensions: ended, extensionDays: row.extensionDays };
  const { promisedDueOn, statutoryDueOn, provisional } = decisionDates(clockOf, calendar);
  return { promisedDueOn, statutoryDueOn, dueOn: promisedDueOn, dueProvisional: provisional };
}

import { and, asc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { applications, messages, urgings } from "@/db/schema";
import { addDays, shanghaiDay, type Day } from "@/domain/core/calendar";
import { organStatuses } from "@/domain/supervision/policy";
import { isReminded } from "@/domain/supervision/rules";
import { getCase } from "@/server/applications/queries/case";
import { getCalendar } from "@/server/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { holdersOf } from "../queries/holders";
import { orNothing, tellStaff } from "./tell";
import { receiversOf } from "./urgings";

const batch = 500;

/** The last day whose clocks are spoken of today. */
async function lastReminded(ctx: Ctx): Promise<Day> {
  const [today, calendar] = [shanghaiDay(ctx.now), await getCalendar(ctx.db)];
  let day = today;
  while (isReminded(addDays(day, 1), today, calendar)) day = addDays(day, 1);
  return day;
}

/**
 * Reminds whoever has a case or step in hand one workday before its day, or on it where no runner stood before; once per due
 * day. Returns how many were reminded of.
 */
export async function remindDue(ctx: Ctx): Promise<number> {
  const [from, through] = [shanghaiDay(ctx.now), await lastReminded(ctx)];
  const key = sql<string>`'due:' || ${applications.id} || ':' || ${applications.deskDueOn}`;
  const rows = await ctx.db.select({ id: applications.id, dueOn: applications.deskDueOn, key }).from(applications)
    .where(and(
      inArray(applications.status, [...organStatuses]), gte(applications.deskDueOn, from), lte(applications.deskDueOn, through),
      sql`not exists (select 1 from ${messages} where ${messages.dedupeKey} = ${key})`,
    )).orderBy(asc(applications.deskDueOn), asc(applications.id)).limit(batch);
  let reminded = 0;
  for (const row of rows) reminded += await remind(ctx, row);
  return reminded;
}

async function remind(ctx: Ctx, { id, dueOn, key }: { id: string; dueOn: Day | null; key: string }): Promise<number> {
  const one = await getCase(ctx.db, ctx.actor, { id });
  const accounts = await holdersOf(ctx.db, one, ctx.now, dueOn === one.application.dueOn ? null : one.steps.find((step) => step.status === "active" && step.dueOn === dueOn)?.key);
  if (accounts.length === 0) return 0;
  return commit(ctx, async (tx) => {
    const { audit, outbox } = await tellStaff(tx, ctx, { accounts, template: "caseDueSoon", about: one.application, dueOn, key });
    return { value: audit.length > 0 ? 1 : 0, audit: orNothing(audit, id), outbox };
  });
}

/** Reminds of urgings one workday before an answer is due, and once more when it is late. */
export async function remindUrged(ctx: Ctx): Promise<number> {
  const [today, through] = [shanghaiDay(ctx.now), await lastReminded(ctx)];
  const rows = await ctx.db.select({ urging: urgings, number: applications.number }).from(urgings).innerJoin(applications, eq(applications.id, urgings.applicationId))
    .where(and(eq(urgings.state, "open"), lte(urgings.answerBy, through))).orderBy(asc(urgings.answerBy)).limit(batch);
  let reminded = 0;
  for (const { urging, number } of rows) {
    const accounts = await receiversOf(ctx.db, ctx, urging);
    const key = `urging:${urging.id}:${urging.answerBy}:${urging.answerBy < today ? "late" : "soon"}`;
    const known = await ctx.db.select({ id: messages.id }).from(messages).where(inArray(messages.dedupeKey, accounts.map((accountId) => `${key}:${accountId}`))).limit(1);
    if (accounts.length === 0 || known.length > 0) continue;
    reminded += await commit(ctx, async (tx) => {
      const { audit, outbox } = await tellStaff(tx, ctx, { accounts, template: "caseUrged", about: { id: urging.applicationId, number }, dueOn: urging.answerBy, key });
      return { value: audit.length > 0 ? 1 : 0, audit: orNothing(audit, urging.applicationId), outbox };
    });
  }
  return reminded;
}

import { and, asc, eq, gte, inArray, isNotNull, isNull, lte } from "drizzle-orm";
import { applications, toleratedMaterials } from "@/db/schema";
import { dueReminder, supplementReminders } from "@/domain/applications/rules/tolerance";
import { addDays, shanghaiDay, workdaysBetween, type Day } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { getCalendar } from "@/server/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { addressee, insertMessage } from "../commands";

// Workdays are never this far apart: no holiday lasts a month.
const farthest = 45;

/**
 * Reminds applicants of materials they promised, five workdays and one before the day, each once however often this runs
 * and whatever days it missed. Returns how many were reminded.
 */
export async function remindOfSupplements(ctx: Ctx): Promise<number> {
  const today = shanghaiDay(ctx.now);
  const rows = await ctx.db.selectDistinct({ application: applications, dueOn: toleratedMaterials.dueOn }).from(toleratedMaterials)
    .innerJoin(applications, eq(applications.id, toleratedMaterials.applicationId))
    .where(and(isNull(toleratedMaterials.suppliedAt), isNotNull(toleratedMaterials.dueOn), gte(toleratedMaterials.dueOn, today), lte(toleratedMaterials.dueOn, addDays(today, farthest)), inArray(applications.status, ["accepted", "inReview", "suspended"])))
    .orderBy(asc(toleratedMaterials.dueOn)).limit(1000);
  if (rows.length === 0) return 0;
  const calendar = await getCalendar(ctx.db);
  let reminded = 0;
  for (const { application, dueOn } of rows) {
    const before = dueOn && dueReminder(workdaysBetween(today, dueOn, calendar), supplementReminders);
    if (dueOn && before && (await remind(ctx, { application, dueOn, before }))) reminded += 1;
  }
  return reminded;
}

type Reminder = { application: typeof applications.$inferSelect; dueOn: Day; before: number };

async function remind(ctx: Ctx, { application, dueOn, before }: Reminder): Promise<boolean> {
  try {
    await commit(ctx, async (tx) => {
      const written = await insertMessage(tx, {
        accountId: await addressee(tx, ctx, application), applicationId: application.id, template: "supplementDue", params: { number: formatApplicationNumber(application.number), dueOn },
        dedupeKey: `${application.id}:supplementDue:${dueOn}:${before}`, createdAt: ctx.now,
      });
      if (!written) throw new DomainError("conflict", "notices.toldAlready");
      return { value: undefined, ...written };
    });
    return true;
  } catch (error) {
    if (isDomainError(error)) return false;
    throw error;
  }
}

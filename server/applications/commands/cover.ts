import { and, asc, eq, gte, isNull, lte } from "drizzle-orm";
import { absences, applications, applicationSteps } from "@/db/schema";
import { presentFor } from "@/domain/applications/rules/assignment";
import { shanghaiDay } from "@/domain/core/calendar";
import { listStaff } from "@/server/auth/staff";
import type { Ctx } from "@/server/core/context";
import { once } from "@/server/core/jobs";
import { awayOn } from "../queries/absences";
import { coverPart, markStarted } from "./absences";

const batch = 50;

/**
 * Moves what people hold to who stands in, on the day their absence begins. Returns how many absences began. Safe with two
 * runners and after being cut off: a case moves only from the hands it was in, and each beginning is written down once.
 */
export async function startAbsences(ctx: Ctx): Promise<number> {
  const today = shanghaiDay(ctx.now);
  const due = await ctx.db.select().from(absences)
    .where(and(isNull(absences.startedAt), isNull(absences.endedAt), lte(absences.fromOn, today), gte(absences.untilOn, today))).orderBy(asc(absences.fromOn), asc(absences.id)).limit(batch);
  const away = due.length > 0 ? await awayOn(ctx.db, today) : new Map<string, string>();
  let started = 0;
  for (const absence of due) {
    const standIn = presentFor(absence.accountId, away);
    const [deputy] = standIn === undefined ? [] : await listStaff(ctx.db, ctx.now, { ids: [standIn] });
    for (const part of await heldBy(ctx, absence.accountId)) await once(coverPart(ctx, absence, part, deputy));
    await once(markStarted(ctx, absence.id).then(() => void (started += 1)));
  }
  return started;
}

async function heldBy({ db }: Ctx, accountId: string): Promise<{ applicationId: string; step: string | null }[]> {
  const cases = await db.select({ applicationId: applications.id }).from(applications).where(eq(applications.claimedBy, accountId)).orderBy(asc(applications.id));
  const steps = await db.select({ applicationId: applicationSteps.applicationId, step: applicationSteps.key }).from(applicationSteps)
    .where(and(eq(applicationSteps.claimedBy, accountId), eq(applicationSteps.status, "active"))).orderBy(asc(applicationSteps.applicationId));
  return [...cases.map((one) => ({ ...one, step: null })), ...steps];
}

import { and, eq, gte, lt } from "drizzle-orm";
import { calendarChanges, calendarDays, calendarYears } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { readCalendar } from "@/domain/departments/rules/calendar";
import type { DecideCalendar, ProposeCalendar } from "@/domain/departments/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { findOpenChange } from "../queries/calendar";

type StaffCtx = Ctx & { actor: User };

/**
 * Writes a year's calendar down, to be confirmed by another administrator (行政许可法 82: workdays are counted by it).
 * Errors: `departments.calendarUnreadable` (unprocessable; line, problem, text), `departments.calendarWaiting` (conflict).
 */
export function proposeCalendar(ctx: StaffCtx, { year, source, text }: ProposeCalendar): Promise<{ id: string; days: number }> {
  const { days, problems } = readCalendar(year, text);
  const [first] = problems;
  if (first ?? days.length === 0) throw new DomainError("unprocessable", "departments.calendarUnreadable", { count: problems.length, line: first?.line ?? 0, problem: first?.code ?? "empty", text: first?.text ?? "" });
  return commit(ctx, async (tx) => {
    const id = await newId(tx);
    const [row] = await tx.insert(calendarChanges).values({ id, year, source, days, proposedBy: ctx.actor.id, proposedAt: ctx.now }).onConflictDoNothing().returning({ id: calendarChanges.id });
    if (!row) throw new DomainError("conflict", "departments.calendarWaiting", { year });
    return { value: { id, days: days.length }, audit: { action: "departments.proposeCalendar", subject: { type: "calendarChange", id }, after: { year, source, days: days.length } } };
  });
}

/**
 * Confirms a year's calendar, which then holds at once for every deadline, or refuses it with a reason. Never by whoever
 * wrote it. Errors: `departments.calendarDecided` (conflict), `departments.ownCalendar` (forbidden), `departments.reasonMissing` (invalid).
 */
export function decideCalendar(ctx: StaffCtx, { id, outcome, reason }: DecideCalendar): Promise<{ id: string; outcome: DecideCalendar["outcome"] }> {
  if (outcome === "refused" && !reason) throw new DomainError("invalid", "departments.reasonMissing");
  return commit(ctx, async (tx) => {
    const change = await findOpenChange(tx, id);
    if (!change) throw new DomainError("conflict", "departments.calendarDecided");
    if (change.proposedBy === ctx.actor.id) throw new DomainError("forbidden", "departments.ownCalendar");
    await tx.update(calendarChanges).set({ decidedBy: ctx.actor.id, decidedAt: ctx.now, outcome, reason: reason ?? null }).where(eq(calendarChanges.id, id));
    const { year, source, days } = change;
    if (outcome === "confirmed") {
      await tx.delete(calendarDays).where(and(gte(calendarDays.day, `${year}-01-01`), lt(calendarDays.day, `${year + 1}-01-01`)));
      await tx.insert(calendarDays).values(days);
      await tx.insert(calendarYears).values({ year, source }).onConflictDoUpdate({ target: calendarYears.year, set: { source } });
    }
    return {
      value: { id, outcome },
      audit: { action: "departments.decideCalendar", subject: { type: "calendarChange", id }, after: { year, outcome, ...(reason ? { reason } : {}) } },
      outbox: outcome === "confirmed" ? [{ topic: "departments.calendarChanged", payload: { year } }] : [],
    };
  });
}

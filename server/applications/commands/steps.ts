import { and, eq, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationSteps, suspensions } from "@/db/schema";
import { planSteps, tellingsOf, type StepState } from "@/domain/applications/rules/steps";
import type { ApplicationStatus } from "@/domain/applications/schema";
import { dueOn, shanghaiDay, type Day } from "@/domain/core/calendar";
import { scopeOf, stepExists } from "@/domain/items/rules/process";
import type { ProcessStep } from "@/domain/items/schema/process";
import { getCalendar } from "@/server/core/calendar";
import type { OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { writeTogether } from "@/server/core/write-together";
import { answersOf, sealOpinion, type Case, type StepRow } from "../queries/case";
import { type FiledForm, openForm } from "../queries/form";

/** Where the steps stand after an act, and what was said of those it finished. */
export type StepMoves = { next: readonly StepState[]; opinions?: Readonly<Record<string, string>> };

/** Sets out the steps of a filed case by what its answers say; those of an earlier filing are gone with it. */
export async function startSteps(tx: Tx, ctx: Ctx, found: Case): Promise<void> {
  const answers = answersOf(found.application);
  const filed = { ...(await openForm(tx, found, answers, ctx.now)), answers };
  await forgetSteps(tx, found);
  await writeTogether(tx, [startedSteps(tx, ctx, found, filed)]);
}

/** What was set out by an earlier filing. */
export async function forgetSteps(tx: Tx, { application, steps }: Case): Promise<void> {
  if (steps.length > 0) await tx.delete(applicationSteps).where(eq(applicationSteps.applicationId, application.id));
}

/** The same for a form that was read already, to be written with what else is filed. */
export function startedSteps(tx: Tx, ctx: Ctx, found: Case, { answers, context }: FiledForm): SQLWrapper {
  const { application, content } = found;
  const scope = scopeOf(answers, context);
  const states = planSteps(content.steps, (step) => stepExists(step, scope));
  return tx.insert(applicationSteps).values(content.steps.map((step, position) => ({
    applicationId: application.id, key: step.key, kind: step.kind, position, status: states[position]?.status ?? "pending",
    ...(states[position]?.status === "active" ? { startedOn: shanghaiDay(ctx.now) } : {}),
    ...(step.departmentId && step.departmentId !== application.departmentId ? { departmentId: step.departmentId, role: step.role } : {}),
  })));
}

/** Writes what moved: who finished a step and in what words, when one began, and nothing of one that waits again. */
export async function moveSteps(tx: Tx, { actor, now }: Ctx, rows: readonly StepRow[], moves: StepMoves): Promise<void> {
  const blank = { opinion: null, completedBy: null, completedByName: null, completedAt: null, startedOn: null, dueOn: null, claimedBy: null };
  const by = actor.kind === "user" ? { completedBy: actor.id, completedByName: actor.name } : {};
  for (const { key, status } of moves.next) {
    const row = rows.find((one) => one.key === key);
    if (!row || row.status === status) continue;
    const change = status === "done" ? { ...by, completedAt: now, opinion: sealOpinion(row.id, moves.opinions?.[key]), claimedBy: null } : { ...blank, ...(status === "active" ? { startedOn: shanghaiDay(now) } : {}) };
    await tx.update(applicationSteps).set({ status, ...change }).where(eq(applicationSteps.id, row.id));
  }
}

/** Orders the messages that the steps ask for which began or were done since the case was read. */
export async function stepOrders(tx: Tx, { application: { id }, content, steps }: Pick<Case, "application" | "content" | "steps">, status: ApplicationStatus): Promise<OutboxEntry[]> {
  if (content.steps.every(({ tells }) => tells === undefined)) return [];
  const next = await tx.select({ key: applicationSteps.key, status: applicationSteps.status }).from(applicationSteps).where(eq(applicationSteps.applicationId, id));
  return tellingsOf(content.steps, { before: steps, next, status }).map((telling) => ({ topic: "applications.step", payload: { applicationId: id, ...telling } }));
}

// While an answer is awaited or the clock stands still, no step runs.
const running: ReadonlySet<ApplicationStatus> = new Set<ApplicationStatus>(["submitted", "accepted", "inReview", "approved", "rejected", "delivering"]);

/** Dates the open steps by their own limits, days of suspension left out, and tells the earliest. */
export async function dateSteps(tx: Tx, { id, status, steps }: { id: string; status: ApplicationStatus; steps: readonly ProcessStep[] }): Promise<Day | null> {
  if (!running.has(status) || steps.every(({ limitDays }) => limitDays === undefined)) return null;
  const open = await tx.select().from(applicationSteps).where(and(eq(applicationSteps.applicationId, id), eq(applicationSteps.status, "active")));
  const dated = open.flatMap((row) => {
    const step = steps.find(({ key }) => key === row.key);
    return row.startedOn && step?.limitDays !== undefined ? [{ row, start: row.startedOn, limit: { value: step.limitDays, unit: step.limitUnit ?? ("workday" as const) } }] : [];
  });
  if (dated.length === 0) return null;
  const pauses = await tx.select().from(suspensions).where(eq(suspensions.applicationId, id));
  const ended = pauses.flatMap(({ startOn, endOn }) => (endOn ? [{ startOn, endOn }] : []));
  const calendar = await getCalendar(tx);
  const dues: Day[] = [];
  for (const { row, start, limit } of dated) {
    const due = dueOn({ start, limit, suspensions: ended, calendar }).dueOn;
    dues.push(due);
    if (row.dueOn !== due) await tx.update(applicationSteps).set({ dueOn: due }).where(eq(applicationSteps.id, row.id));
  }
  return dues.toSorted()[0] ?? null;
}

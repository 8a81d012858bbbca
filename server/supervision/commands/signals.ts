import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationEvents, applications, applicationSteps, supervisionSignals } from "@/db/schema";
import { deliveryLimit } from "@/domain/applications/rules/clocks";
import { dueOn, shanghaiDay, startOfDay, type Day } from "@/domain/core/calendar";
import { organStatuses } from "@/domain/supervision/policy";
import { earliestWithin, supervisionNumber } from "@/domain/supervision/rules";
import { findingsOf, findingsOfAct, forwardingDays, idleFinding, signalTable, type Finding } from "@/domain/supervision/rules/signals";
import { nextInSequence } from "@/server/applications/commands/act";
import { getCase, type Case } from "@/server/applications/queries/case";
import { findEvent } from "@/server/applications/queries/events";
import { getCalendar } from "@/server/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { holdersOf, supervisorsOf } from "../queries/holders";
import { orNothing, tellStaff, together, type Part } from "./tell";

const batch = 500;

type Found = { applicationId: string; findings: Finding[] };

/**
 * Looks at every open case with a clock that has passed, and raises what the rules find. However often it runs, by whomever
 * and after whatever standstill, each finding is raised once. Returns how many were.
 */
export async function watchClocks(ctx: Ctx): Promise<number> {
  const today = shanghaiDay(ctx.now);
  let raised = 0;
  let after: [Day, string] | undefined;
  for (;;) {
    const rows = await passedCases(ctx, today, after);
    const steps = await activeSteps(ctx, rows.map(({ id }) => id));
    const found = rows.map((row) => ({ applicationId: row.id, findings: findingsOf({ ...row, receivedOn: shanghaiDay(row.receivedAt ?? ctx.now), steps: steps.filter(({ applicationId }) => applicationId === row.id) }, today) }));
    raised += await raiseNew(ctx, found);
    const last = rows.at(-1);
    if (!last?.deskDueOn || rows.length < batch) return raised;
    after = [last.deskDueOn, last.id];
  }
}

function passedCases({ db }: Ctx, today: Day, after: [Day, string] | undefined) {
  return db.select({
    id: applications.id, status: applications.status, receivedAt: applications.receivedAt, dueOn: applications.dueOn, promisedDueOn: applications.promisedDueOn, statutoryDueOn: applications.statutoryDueOn, deskDueOn: applications.deskDueOn,
  }).from(applications)
    .where(and(inArray(applications.status, [...organStatuses]), lt(applications.deskDueOn, today), after ? sql`(${applications.deskDueOn}, ${applications.id}) > (${after[0]}::date, ${after[1]}::uuid)` : undefined))
    .orderBy(asc(applications.deskDueOn), asc(applications.id)).limit(batch);
}

async function activeSteps({ db }: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db.select({ applicationId: applicationSteps.applicationId, key: applicationSteps.key, status: applicationSteps.status, dueOn: applicationSteps.dueOn }).from(applicationSteps)
    .where(and(inArray(applicationSteps.applicationId, [...ids]), eq(applicationSteps.status, "active")));
}

/** Cases that lie in nobody's hands for longer than the way to the next desk may take. */
export async function watchIdle(ctx: Ctx): Promise<number> {
  const before = startOfDay(earliestWithin(shanghaiDay(ctx.now), forwardingDays, await getCalendar(ctx.db)));
  const rows = await ctx.db.select({ id: applications.id, version: applications.version }).from(applications).where(and(
    inArray(applications.status, ["accepted", "inReview"]), isNull(applications.claimedBy), lt(applications.acceptedAt, before),
    sql`not exists (select 1 from ${applicationEvents} where ${applicationEvents.applicationId} = ${applications.id} and ${applicationEvents.at} >= ${before})`,
    sql`not exists (select 1 from ${applicationSteps} where ${applicationSteps.applicationId} = ${applications.id} and ${applicationSteps.claimedBy} is not null and ${applicationSteps.status} = 'active')`,
    sql`not exists (select 1 from ${supervisionSignals} where ${supervisionSignals.key} = 'forwardedLate:' || ${applications.id} || ':' || ${applications.version})`,
  )).limit(batch);
  return raiseNew(ctx, rows.map((row) => ({ applicationId: row.id, findings: [idleFinding(row)] })));
}

/** What one act of a case shows; where nobody watched while the clock was over, it is found here. */
export async function judgeAct(ctx: Ctx, { eventId }: { eventId: string }): Promise<number> {
  const event = await findEvent(ctx.db, eventId);
  if (!event) return 0;
  const { application, steps, suspensions } = await getCase(ctx.db, ctx.actor, { id: event.applicationId });
  const [asked] = await ctx.db.select({ count: sql<number>`count(*)::int` }).from(applicationEvents)
    .where(and(eq(applicationEvents.applicationId, application.id), eq(applicationEvents.action, "requestCorrection"), sql`${applicationEvents.sequence} <= ${event.sequence}`));
  const actedOn = shanghaiDay(event.at);
  const findings = findingsOfAct({
    ...application, steps: [], action: event.action, actedOn, reason: event.reason, receivedOn: shanghaiDay(application.receivedAt ?? event.at), corrections: asked?.count ?? 0,
    deliveryDueOn: application.decidedAt && dueOn({ start: shanghaiDay(application.decidedAt), limit: deliveryLimit, calendar: await getCalendar(ctx.db) }).dueOn,
    plannedEndOn: suspensions.find(({ endOn }) => endOn === actedOn)?.plannedEndOn ?? null,
    finished: steps.filter(({ completedAt }) => completedAt?.getTime() === event.at.getTime()).map(({ key, dueOn: due }) => ({ key, dueOn: due })),
  });
  return raiseNew(ctx, [{ applicationId: application.id, findings }]);
}

/** Raises what was not raised before, each case in a transaction of its own. */
async function raiseNew(ctx: Ctx, found: readonly Found[]): Promise<number> {
  const keys = found.flatMap(({ findings }) => findings.map(({ key }) => key));
  if (keys.length === 0) return 0;
  const known = new Set((await ctx.db.select({ key: supervisionSignals.key }).from(supervisionSignals).where(inArray(supervisionSignals.key, keys))).map(({ key }) => key));
  let raised = 0;
  for (const { applicationId, findings } of found) {
    const fresh = findings.filter(({ key }) => !known.has(key));
    if (fresh.length > 0) raised += await raise(ctx, await getCase(ctx.db, ctx.actor, { id: applicationId }), fresh);
  }
  return raised;
}

function raise(ctx: Ctx, one: Case, findings: readonly Finding[]): Promise<number> {
  return commit(ctx, async (tx) => {
    const parts: Part[] = [];
    // Two runners at once take turns over a case; the second finds it raised.
    await tx.select({ id: applications.id }).from(applications).where(eq(applications.id, one.application.id)).for("update");
    for (const finding of findings) parts.push(...await raiseOne(tx, ctx, one, finding));
    const { audit, outbox } = together(parts);
    return { value: parts.length, audit: orNothing(audit, one.application.id), outbox };
  });
}

async function raiseOne(tx: Tx, ctx: Ctx, one: Case, finding: Finding): Promise<Part[]> {
  const [there] = await tx.select({ id: supervisionSignals.id }).from(supervisionSignals).where(eq(supervisionSignals.key, finding.key)).limit(1);
  if (there) return [];
  const { application, steps } = one;
  const today = shanghaiDay(ctx.now);
  const number = supervisionNumber("监", today, await nextInSequence(tx, `supervision/监/${today.slice(0, 4)}`));
  const { grade, code } = signalTable[finding.rule];
  const departmentId = steps.find(({ key }) => key === finding.stepKey)?.departmentId ?? application.departmentId;
  const [row] = await tx.insert(supervisionSignals).values({ ...finding, number, grade, applicationId: application.id, departmentId, divisionCode: application.divisionCode, raisedAt: ctx.now }).returning({ id: supervisionSignals.id });
  const told = await tellOf(tx, ctx, one, finding);
  return [{ audit: [{ action: "supervision.raise", subject: { type: "signal", id: row?.id ?? number }, after: { rule: code, number, application: application.id } }, ...told.audit], outbox: told.outbox }];
}

/** Who hears of a signal: red ones the supervisors, once; yellow and red ones whoever has the case in hand. */
async function tellOf(tx: Tx, ctx: Ctx, one: Case, { rule, key, stepKey }: Finding): Promise<Part> {
  const { grade } = signalTable[rule];
  if (grade === "warning") return { audit: [], outbox: [] };
  const about = one.application;
  const escalated = { overPromised: "casePastPromised", overStatutory: "casePastStatutory" } as const;
  const toSupervisors = rule === "overPromised" || rule === "overStatutory" ? escalated[rule] : "caseSignalled";
  const supervisors = grade === "red" ? [await tellStaff(tx, ctx, { accounts: await supervisorsOf(tx, about, ctx.now), template: toSupervisors, about, key })] : [];
  const holders = await holdersOf(tx, one, ctx.now, stepKey);
  return together([...supervisors, await tellStaff(tx, ctx, { accounts: holders, template: rule === "overStatutory" ? "overdueReasonAsked" : "caseSignalled", about, key: `${key}:holder` })]);
}

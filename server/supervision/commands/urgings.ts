import { and, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications, supervisionSignals, urgings, urgingTurns } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { hindersAnswer, hindersSupervision, worksIn } from "@/domain/supervision/policy";
import { supervisionNumber } from "@/domain/supervision/rules";
import type { AnswerUrging, SettleUrging, Urge, UrgingTurnKind } from "@/domain/supervision/schema";
import { nextInSequence } from "@/server/applications/commands/act";
import { getCase, type Case } from "@/server/applications/queries/case";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { turnPlace } from "../queries/handling";
import { holdersOf } from "../queries/holders";
import { tellStaff } from "./tell";

type StaffCtx = Ctx & { actor: User };
type Urging = typeof urgings.$inferSelect;

/** Who is to answer: the person asked, else those who have the case in hand. */
export async function receiversOf(db: Reader | Tx, { now }: Pick<Ctx, "now">, { applicationId, toAccountId, stepKey }: Pick<Urging, "applicationId" | "toAccountId" | "stepKey">): Promise<string[]> {
  if (toAccountId) return [toAccountId];
  return holdersOf(db, await getCase(db, { kind: "system" }, { id: applicationId }), now, stepKey);
}

/**
 * Urges a case, one of its steps or one person (督办), with a day to answer by. Errors: `applications.notFound`,
 * `supervision.dayPassed` (invalid), `supervision.personElsewhere` (invalid), `supervision.signalElsewhere` (not_found).
 */
export function urge(ctx: StaffCtx, input: Urge): Promise<{ id: string; number: string }> {
  return commit(ctx, async (tx) => {
    const found = await getCase(tx, ctx.actor, { number: input.number });
    authorize(hindersSupervision(ctx.actor, found.application));
    const today = shanghaiDay(ctx.now);
    if (input.answerBy < today) throw new DomainError("invalid", "supervision.dayPassed");
    await checkReferences(tx, found, input);
    const number = supervisionNumber("督", today, await nextInSequence(tx, `supervision/督/${today.slice(0, 4)}`));
    const { id: applicationId, divisionCode } = found.application;
    const departmentId = found.steps.find(({ key }) => key === input.stepKey)?.departmentId ?? found.application.departmentId;
    const [row] = await tx.insert(urgings).values({
      number, applicationId, departmentId, divisionCode, stepKey: input.stepKey ?? null, toAccountId: input.toAccountId ?? null, signalId: input.signalId ?? null,
      state: "open", answerBy: input.answerBy, issuedBy: ctx.actor.id, issuedAt: ctx.now,
    }).returning();
    if (!row) throw new Error("the insert returned no row");
    await takeTurn(tx, ctx, row, { kind: "urge", text: input.text, on: input.answerBy });
    const told = await tellStaff(tx, ctx, { accounts: await receiversOf(tx, ctx, row), template: "caseUrged", about: found.application, dueOn: input.answerBy, key: `urging:${row.id}:0` });
    return { value: { id: row.id, number }, audit: [{ action: "supervision.urge", subject: { type: "urging", id: row.id }, after: { number, applicationId, answerBy: input.answerBy } }, ...told.audit], outbox: told.outbox };
  });
}

/** A step is one of the case's, a signal was raised on it, and whoever is asked works there. */
async function checkReferences(tx: Tx, { application, steps }: Case, { stepKey, signalId, toAccountId }: Urge): Promise<void> {
  if (stepKey && !steps.some(({ key }) => key === stepKey)) throw new DomainError("not_found", "supervision.stepUnknown");
  if (signalId) {
    const [signal] = await tx.select({ id: supervisionSignals.id }).from(supervisionSignals).where(and(eq(supervisionSignals.id, signalId), eq(supervisionSignals.applicationId, application.id))).limit(1);
    if (!signal) throw new DomainError("not_found", "supervision.signalElsewhere");
  }
  const holds = [application.claimedBy, ...steps.map(({ claimedBy }) => claimedBy)];
  if (toAccountId && !holds.includes(toAccountId)) throw new DomainError("invalid", "supervision.personElsewhere");
}

async function takeTurn(tx: Tx, { actor, now }: StaffCtx, { id, version }: Pick<Urging, "id" | "version">, turn: { kind: UrgingTurnKind; text: string; on: string | null }): Promise<void> {
  const turnId = await newId(tx);
  await tx.insert(urgingTurns).values({ id: turnId, urgingId: id, sequence: version, ...turn, text: seal(turn.text, turnPlace(turnId)), by: actor.id, byName: actor.name, at: now });
}

/** Answers an urging, with the day by which the case is now expected to be done. Errors: `supervision.notFound`, `supervision.changedMeanwhile`, `supervision.notOpen` (conflict), `supervision.dayPassed` (invalid). */
export function answerUrging(ctx: StaffCtx, { id, version, text, expectedOn }: AnswerUrging): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { urging, application } = await lock(tx, ctx, id, "answer");
    authorize(hindersAnswer(ctx.actor, urging));
    expect(urging, version, "open");
    if (expectedOn && expectedOn < shanghaiDay(ctx.now)) throw new DomainError("invalid", "supervision.dayPassed");
    await tx.update(urgings).set({ state: "answered", expectedOn: expectedOn ?? null, version: version + 1 }).where(eq(urgings.id, id));
    await takeTurn(tx, ctx, { id, version: version + 1 }, { kind: "answer", text, on: expectedOn ?? null });
    const told = await tellStaff(tx, ctx, { accounts: [urging.issuedBy], template: "urgingAnswered", about: application, key: `urging:${id}:${version + 1}` });
    return { value: { id }, audit: [{ action: "supervision.answerUrging", subject: { type: "urging", id }, after: { version: version + 1 } }, ...told.audit], outbox: told.outbox };
  });
}

/** Accepts an answer, or asks again until another day. Errors: `supervision.notFound`, `supervision.changedMeanwhile`, `supervision.notAnswered` (conflict), `supervision.dayPassed` (invalid). */
export function settleUrging(ctx: StaffCtx, { id, version, text, again }: SettleUrging): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { urging, application } = await lock(tx, ctx, id, "settle");
    authorize(hindersSupervision(ctx.actor, application));
    expect(urging, version, "answered");
    if (again && again < shanghaiDay(ctx.now)) throw new DomainError("invalid", "supervision.dayPassed");
    await tx.update(urgings).set(again ? { state: "open", answerBy: again, version: version + 1 } : { state: "accepted", closedAt: ctx.now, version: version + 1 }).where(eq(urgings.id, id));
    await takeTurn(tx, ctx, { id, version: version + 1 }, { kind: again ? "urge" : "accept", text, on: again ?? null });
    const accountsTold = await receiversOf(tx, ctx, urging);
    const told = await tellStaff(tx, ctx, { accounts: accountsTold, template: again ? "caseUrged" : "urgingAccepted", about: application, dueOn: again ?? null, key: `urging:${id}:${version + 1}` });
    return { value: { id }, audit: [{ action: again ? "supervision.urgeAgain" : "supervision.acceptAnswer", subject: { type: "urging", id }, after: { version: version + 1 } }, ...told.audit], outbox: told.outbox };
  });
}

function expect(urging: Urging, version: number, state: "open" | "answered"): void {
  if (urging.version !== version) throw new DomainError("conflict", "supervision.changedMeanwhile");
  if (urging.state !== state) throw new DomainError("conflict", state === "open" ? "supervision.notOpen" : "supervision.notAnswered");
}

/** The urging with its case, its row locked; one of a place where this actor neither works nor supervises looks like a missing one. */
async function lock(tx: Tx, { actor }: StaffCtx, id: string, as: "answer" | "settle") {
  const [row] = await tx.select({ urging: urgings, application: { id: applications.id, number: applications.number, departmentId: applications.departmentId, divisionCode: applications.divisionCode, applicantAccountId: applications.applicantAccountId } })
    .from(urgings).innerJoin(applications, eq(applications.id, urgings.applicationId)).where(eq(urgings.id, id)).for("update", { of: urgings }).limit(1);
  const near = row && (as === "settle" ? hindersSupervision(actor, row.application) !== "access.forbidden" : worksIn(actor, row.urging) || row.urging.toAccountId === actor.id);
  if (!row || !near) throw new DomainError("not_found", "supervision.notFound");
  return row;
}

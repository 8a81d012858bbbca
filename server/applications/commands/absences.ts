import { and, eq, isNull, sql } from "drizzle-orm";
import { seal } from "@/db/personal-data";
import { absences, caseAssignments } from "@/db/schema";
import type { Tx } from "@/db/client";
import { hindranceToTake, isDeputyFor, supervises } from "@/domain/applications/policy/assignment";
import { longestAbsenceDays, type EndAbsence, type RecordAbsence } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { listStaff } from "@/server/auth/staff";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { findAbsence, wordPlace, type AbsenceRow } from "../queries/absences";
import { getCase } from "../queries/case";
import { give, lockCase } from "./give";

type StaffCtx = Ctx & { actor: User };

/**
 * Records days on which somebody is away and who stands in; the cases in hand go to the deputy when the first of them
 * begins. One's own, or those of a person one supervises. Errors: `applications.absenceDays`, `applications.absenceTooLong`
 * (invalid), `applications.deputyWithoutPost`, `applications.deputyAway`, `applications.absenceOverlaps` (conflict), `access.forbidden`.
 */
export function recordAbsence(ctx: StaffCtx, input: RecordAbsence): Promise<{ id: string }> {
  const { accountId = ctx.actor.id, deputyId, fromOn, untilOn, word } = input;
  assertDays(ctx, input);
  return commit(ctx, async (tx) => {
    const [person, deputy] = await twoOf(tx, ctx, accountId, deputyId);
    if (!person || (accountId !== ctx.actor.id && !supervises(ctx.actor, person))) throw new DomainError("forbidden", "access.forbidden");
    if (!deputy || !isDeputyFor(deputy, person)) throw new DomainError("conflict", "applications.deputyWithoutPost");
    // Two records of one person take turns, so that the second sees the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${accountId}, 7))`);
    if (await findAbsence(tx, accountId, { fromOn, untilOn })) throw new DomainError("conflict", "applications.absenceOverlaps");
    const away = await findAbsence(tx, deputyId, { fromOn, untilOn });
    if (away) throw new DomainError("conflict", "applications.deputyAway", { who: deputy.name, from: away.fromOn, until: away.untilOn });
    const id = await newId(tx);
    await tx.insert(absences).values({ id, accountId, deputyId, fromOn, untilOn, word: word ? seal(word, wordPlace(id)) : null, recordedBy: ctx.actor.id, recordedAt: ctx.now });
    return { value: { id }, audit: { action: "applications.recordAbsence", subject: { type: "absence", id }, after: { accountId, deputyId, fromOn, untilOn } } };
  });
}

function assertDays({ now }: Ctx, { fromOn, untilOn }: RecordAbsence): void {
  if (fromOn < shanghaiDay(now) || untilOn < fromOn) throw new DomainError("invalid", "applications.absenceDays");
  if (untilOn > addDays(fromOn, longestAbsenceDays - 1)) throw new DomainError("invalid", "applications.absenceTooLong", { days: longestAbsenceDays });
}

async function twoOf(tx: Tx, { now }: Ctx, one: string, other: string): Promise<[User | undefined, User | undefined]> {
  const people = await listStaff(tx, now, { ids: [one, other] });
  return [people.find(({ id }) => id === one), people.find(({ id }) => id === other)];
}

/**
 * Ends an absence, or calls it off before it began; with `takeBack` its person gets back what the deputy holds of it still
 * and they may act on. After its last day only the taking back is left. Errors: `applications.absenceNotFound`,
 * `applications.absenceOver` (conflict).
 */
export function endAbsence(ctx: StaffCtx, { id, takeBack }: EndAbsence): Promise<{ id: string; returned: number }> {
  return commit(ctx, async (tx) => {
    const { absence, person } = await lockAbsence(tx, ctx, id);
    if (absence.endedAt || (absence.untilOn < shanghaiDay(ctx.now) && !takeBack)) throw new DomainError("conflict", "applications.absenceOver");
    await tx.update(absences).set({ endedAt: ctx.now, endedBy: ctx.actor.id }).where(eq(absences.id, id));
    const returned = takeBack && person ? await giveBack(tx, ctx, absence, person) : 0;
    return { value: { id, returned }, audit: { action: "applications.endAbsence", subject: { type: "absence", id }, after: { takeBack, returned } } };
  });
}

/** An absence of one's own, or of somebody one supervises; a person who works here no more gets nothing back. */
async function lockAbsence(tx: Tx, { actor, now }: StaffCtx, id: string): Promise<{ absence: AbsenceRow; person: User | undefined }> {
  const [absence] = await tx.select().from(absences).where(eq(absences.id, id)).for("update");
  const [person] = absence ? await listStaff(tx, now, { ids: [absence.accountId] }) : [];
  const may = absence?.accountId === actor.id || (person && supervises(actor, person));
  if (!absence || !may) throw new DomainError("not_found", "applications.absenceNotFound");
  return { absence, person };
}

async function giveBack(tx: Tx, ctx: StaffCtx, { id: absenceId }: AbsenceRow, person: User): Promise<number> {
  const given = await tx.selectDistinct({ applicationId: caseAssignments.applicationId, step: caseAssignments.step, to: caseAssignments.toAccountId }).from(caseAssignments)
    .where(and(eq(caseAssignments.absenceId, absenceId), eq(caseAssignments.kind, "cover"))).orderBy(caseAssignments.applicationId);
  let returned = 0;
  for (const { applicationId, step, to } of given) {
    if (!to) continue;
    await lockCase(tx, applicationId);
    const { facts } = await getCase(tx, { kind: "system" }, { id: applicationId });
    const holder = step ? facts.steps.find(({ key }) => key === step)?.claimedBy : facts.claimedBy;
    if (holder !== to || hindranceToTake(person, facts, ctx.now, step ?? undefined)) continue;
    await give(tx, ctx, { applicationId, step, kind: "takeBack", fromAccountId: to, toAccountId: person.id, byAccountId: ctx.actor.id, absenceId });
    returned += 1;
  }
  return returned;
}

type Part = { applicationId: string; step: string | null };

/**
 * What the person of an absence holds goes to who stands in, as far as they may take it, and is free for all otherwise.
 * Errors: `applications.changedMeanwhile` (conflict) where they hold it no more.
 */
export function coverPart(ctx: Ctx, absence: AbsenceRow, { applicationId, step }: Part, deputy: User | undefined): Promise<void> {
  return commit(ctx, async (tx) => {
    const audit = { action: "applications.cover", subject: { type: "application", id: applicationId }, before: { holder: absence.accountId } };
    await lockCase(tx, applicationId);
    const { facts } = await getCase(tx, { kind: "system" }, { id: applicationId });
    const holder = step ? facts.steps.find(({ key }) => key === step)?.claimedBy : facts.claimedBy;
    if (holder !== absence.accountId) throw new DomainError("conflict", "applications.changedMeanwhile");
    const to = deputy && hindranceToTake(deputy, facts, ctx.now, step ?? undefined) === undefined ? deputy.id : null;
    await give(tx, ctx, { applicationId, step, kind: "cover", fromAccountId: absence.accountId, toAccountId: to, absenceId: absence.id });
    return { value: undefined, audit: { ...audit, after: { holder: to, absenceId: absence.id } } };
  });
}

/** Writes down that the cases of an absence were moved. Errors: `applications.absenceOver` (conflict) where another runner did. */
export function markStarted(ctx: Ctx, id: string): Promise<void> {
  return commit(ctx, async (tx) => {
    const moved = await tx.select({ to: caseAssignments.toAccountId }).from(caseAssignments).where(and(eq(caseAssignments.absenceId, id), eq(caseAssignments.kind, "cover")));
    const counts = { moved: moved.filter(({ to }) => to !== null).length, freed: moved.filter(({ to }) => to === null).length };
    const [row] = await tx.update(absences).set({ startedAt: ctx.now, ...counts }).where(and(eq(absences.id, id), isNull(absences.startedAt))).returning({ id: absences.id });
    if (!row) throw new DomainError("conflict", "applications.absenceOver");
    return { value: undefined, audit: { action: "applications.startAbsence", subject: { type: "absence", id }, after: counts } };
  });
}

import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { hearings, suspensions } from "@/db/schema";
import { isApplicant } from "@/domain/applications/policy";
import { hindersHearing } from "@/domain/applications/policy/hearings";
import { askLimit, canAsk, refuseDay } from "@/domain/applications/rules/hearings";
import type { AnnounceHearing, AnswerHearingRight, AskPostponement, CancelHearing, ConfirmAttendance, RecordHearing, RefusePostponement, ScheduleHearing } from "@/domain/applications/schema/hearings";
import { compareDays, dueOn, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { authorize } from "@/server/core/authorize";
import { getCalendar } from "@/server/core/calendar";
import { commit, type AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { getCase, type Case, type HearingRow } from "../queries/case";
import { chairsOf, hearingPlace } from "../queries/hearings";
import { act, type Acted } from "./act";
import type { StoredFile } from "./files";

/** Tells the applicant that they may ask for a hearing, within five workdays (行政许可法 47). Errors: `hearings.openAlready` (conflict). */
export function announceHearing(ctx: Ctx, { id, reason }: AnnounceHearing): Promise<Acted> {
  return act(ctx, { id, action: "announceHearing" }, async (_found, tx) => {
    const askUntil = dueOn({ start: shanghaiDay(ctx.now), limit: askLimit, calendar: await getCalendar(tx) }).dueOn;
    const hearingId = await newId(tx);
    await tx.insert(hearings).values({ id: hearingId, applicationId: id, state: "announced", reason: seal(reason, hearingPlace(hearingId, "reason")), askUntil, createdAt: ctx.now });
    return { reason, payload: { hearing: { askUntil } } };
  });
}

type OpenCase = Case & { hearing: HearingRow };

/** The open hearing of one's own case, locked. Errors: `applications.notFound`, `hearings.none` (conflict). */
async function ownHearing(tx: Tx, ctx: Ctx, id: string): Promise<OpenCase> {
  await tx.select({ id: hearings.id }).from(hearings).where(eq(hearings.applicationId, id)).for("update");
  const found = await getCase(tx, ctx.actor, { id });
  if (!isApplicant(ctx.actor, found.application)) throw new DomainError("not_found", "applications.notFound");
  if (!isApplicant(ctx.actor, found.application, "submit")) throw new DomainError("forbidden", "access.forbidden");
  if (!found.hearing) throw new DomainError("conflict", "hearings.none");
  return { ...found, hearing: found.hearing };
}

const noted = (action: string, id: string, after: object = {}): AuditEntry => ({ action: `applications.${action}`, subject: { type: "application", id }, after });
type Answered = { id: string };

/** The applicant asks for the hearing, or gives it up. Errors: `hearings.tooLateToAsk`, `hearings.none` (conflict). */
export function answerHearingRight(ctx: Ctx, { id, ask }: AnswerHearingRight): Promise<Answered> {
  return commit(ctx, async (tx) => {
    const { facts, hearing } = await ownHearing(tx, ctx, id);
    if (!facts.hearing || !canAsk(facts.hearing, shanghaiDay(ctx.now))) throw new DomainError("conflict", "hearings.tooLateToAsk");
    await tx.update(hearings).set(ask ? { askedAt: ctx.now } : { state: "waived" }).where(eq(hearings.id, hearing.id));
    return { value: { id }, audit: noted("answerHearingRight", id, { ask }) };
  });
}

/** The applicant says that they will come. Errors: `hearings.notScheduled` (conflict). */
export function confirmAttendance(ctx: Ctx, { id }: ConfirmAttendance): Promise<Answered> {
  return commit(ctx, async (tx) => {
    const { hearing } = await ownHearing(tx, ctx, id);
    if (hearing.state !== "scheduled") throw new DomainError("conflict", "hearings.notScheduled");
    await tx.update(hearings).set({ confirmedAt: hearing.confirmedAt ?? ctx.now }).where(eq(hearings.id, hearing.id));
    return { value: { id }, audit: noted("confirmAttendance", id) };
  });
}

/** The applicant asks for another day, before the one that was set. Errors: `hearings.notScheduled`, `hearings.postponementAsked` (conflict). */
export function askPostponement(ctx: Ctx, { id, reason }: AskPostponement): Promise<Answered> {
  return commit(ctx, async (tx) => {
    const { hearing } = await ownHearing(tx, ctx, id);
    if (hearing.state !== "scheduled" || !hearing.heldOn || compareDays(shanghaiDay(ctx.now), hearing.heldOn) >= 0) throw new DomainError("conflict", "hearings.notScheduled");
    if (hearing.postponementAskedAt && !hearing.postponementAnswer) throw new DomainError("conflict", "hearings.postponementAsked");
    const sealed = seal(reason, hearingPlace(hearing.id, "postponement_reason"));
    await tx.update(hearings).set({ postponementAskedAt: ctx.now, postponementReason: sealed, postponementAnswer: null }).where(eq(hearings.id, hearing.id));
    return { value: { id }, audit: noted("askPostponement", id) };
  });
}

/**
 * Sets day, place and chair, or others in their stead, and tells the applicant at least seven days before (行政许可法 48). The
 * special procedure must run: its clock stands still until the hearing is over.
 * Errors: `hearings.procedureMissing`, `hearings.chairReviews`, `hearings.waived` (conflict), `hearings.chairUnknown`, `hearings.tooSoon`, `hearings.tooLate` (invalid).
 */
export function scheduleHearing(ctx: Ctx, { id, version, ...set }: ScheduleHearing): Promise<Acted> {
  return act(ctx, { id, version, action: "scheduleHearing" }, async (found, tx) => {
    const pause = found.suspensions.find(({ endOn }) => endOn === null);
    if (pause?.procedure !== "hearing") throw new DomainError("conflict", "hearings.procedureMissing");
    const { chair, reviewerId } = await checkChair(tx, ctx.now, found, set.chairId);
    await checkDay(tx, ctx, found, set.heldOn);
    await keepSetting(tx, ctx, found, { ...set, chairName: chair, reviewerId });
    const plannedEndOn = compareDays(set.heldOn, pause.plannedEndOn) > 0 ? set.heldOn : pause.plannedEndOn;
    await tx.update(suspensions).set({ plannedEndOn }).where(eq(suspensions.id, pause.id));
    const { heldOn, startsAt, place, onlineUrl = null, isPublic } = set;
    return { patch: { dueOn: plannedEndOn }, payload: { procedure: "hearing", hearing: { heldOn, startsAt, place, onlineUrl, chair, isPublic } } };
  });
}

type Setting = Omit<ScheduleHearing, "id" | "version"> & { chairName: string; reviewerId: string | null };

/** The hearing that is open is set, or set anew; where there is none, the organ sets one by itself. */
async function keepSetting(tx: Tx, { now }: Ctx, { application, hearing }: Case, { participants, onlineUrl, ...set }: Setting): Promise<void> {
  const open_ = isOpen(hearing) ? hearing : undefined;
  const hearingId = open_?.id ?? (await newId(tx));
  const row = { ...set, onlineUrl: onlineUrl ?? null, state: "scheduled" as const, participants: seal(participants, hearingPlace(hearingId, "participants")), confirmedAt: null };
  if (!open_) return void (await tx.insert(hearings).values({ ...row, id: hearingId, applicationId: application.id, createdAt: now }));
  const granted = open_.postponementAskedAt && !open_.postponementAnswer ? { postponementAnswer: "granted" as const } : {};
  await tx.update(hearings).set({ ...row, ...granted, version: open_.version + 1 }).where(eq(hearings.id, hearingId));
}

const isOpen = (hearing: HearingRow | undefined): hearing is HearingRow => hearing?.state === "announced" || hearing?.state === "scheduled";

async function checkChair(tx: Tx, now: Date, found: Case, chairId: string): Promise<{ chair: string; reviewerId: string | null }> {
  const { chairs, reviewers } = await chairsOf(tx, now, found);
  if (reviewers.includes(chairId)) throw new DomainError("conflict", "hearings.chairReviews");
  const chair = chairs.find((one) => one.id === chairId);
  if (!chair) throw new DomainError("invalid", "hearings.chairUnknown");
  return { chair: chair.name, reviewerId: reviewers[0] ?? null };
}

async function checkDay(tx: Tx, { now }: Ctx, { hearing }: Case, heldOn: string): Promise<void> {
  const open_ = isOpen(hearing) ? hearing : undefined;
  const refusal = refuseDay({
    heldOn, today: shanghaiDay(now), askedOn: open_?.askedAt ? shanghaiDay(open_.askedAt) : null, postponed: Boolean(open_?.postponementAskedAt), calendar: await getCalendar(tx),
  });
  if (refusal) throw new DomainError("invalid", refusal);
}

/** Keeps the day that the applicant wants moved, and says why. Errors: `hearings.noPostponement` (conflict), `access.forbidden`. */
export function refusePostponement(ctx: Ctx, { id, reason }: RefusePostponement): Promise<Answered> {
  return commit(ctx, async (tx) => {
    const found = await deskHearing(tx, ctx, id);
    if (!found.hearing.postponementAskedAt || found.hearing.postponementAnswer) throw new DomainError("conflict", "hearings.noPostponement");
    const asked = found.hearing.postponementReason ? open(found.hearing.postponementReason, hearingPlace(found.hearing.id, "postponement_reason")) : "";
    await tx.update(hearings).set({ postponementAnswer: "refused", postponementReason: seal(`${asked}\n\n${reason}`, hearingPlace(found.hearing.id, "postponement_reason")) }).where(eq(hearings.id, found.hearing.id));
    return { value: { id }, audit: noted("refusePostponement", id) };
  });
}

/** Calls a hearing off that nobody wants any more, with the reason. Errors: `hearings.notScheduled` (conflict), `access.forbidden`. */
export function cancelHearing(ctx: Ctx, { id, reason }: CancelHearing): Promise<Answered> {
  return commit(ctx, async (tx) => {
    const { hearing } = await deskHearing(tx, ctx, id);
    await tx.update(hearings).set({ state: "cancelled", reason: seal(reason, hearingPlace(hearing.id, "reason")) }).where(eq(hearings.id, hearing.id));
    return { value: { id }, audit: noted("cancelHearing", id) };
  });
}

/** The hearing of a case that this member of staff may hold, open and locked. */
async function deskHearing(tx: Tx, ctx: Ctx, id: string): Promise<OpenCase> {
  await tx.select({ id: hearings.id }).from(hearings).where(eq(hearings.applicationId, id)).for("update");
  const found = await getCase(tx, ctx.actor, { id });
  authorize(hindersHearing(ctx.actor, found.facts));
  if (!isOpen(found.hearing)) throw new DomainError("conflict", "hearings.notScheduled");
  return { ...found, hearing: found.hearing };
}

/** Puts the file of the minutes to a hearing that was set; another file takes the place of the first until they are recorded. Errors: `hearings.notScheduled` (conflict), `access.forbidden`. */
export function attachMinutes(ctx: Ctx, { id, file }: { id: string; file: StoredFile }): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    const { hearing } = await deskHearing(tx, ctx, id);
    if (hearing.state !== "scheduled") throw new DomainError("conflict", "hearings.notScheduled");
    await tx.update(hearings).set({ minutesKey: file.storageKey, minutesMime: file.mime, minutesSize: file.size, minutesSha256: file.sha256 }).where(eq(hearings.id, hearing.id));
    return {
      value: { fileId: hearing.id }, audit: noted("attachMinutes", id, { sha256: file.sha256 }),
      ...(hearing.minutesKey ? { outbox: [{ topic: "applications.filesRemoved", payload: { keys: [hearing.minutesKey] } }] } : {}),
    };
  });
}

/** Records what the hearing came to, on its minutes. Errors: `hearings.minutesMissing`, `hearings.notScheduled`, `hearings.notYetHeld` (conflict). */
export function recordHearing(ctx: Ctx, { id, version, summary, outcome }: RecordHearing): Promise<Acted> {
  return act(ctx, { id, version, action: "recordHearing" }, async ({ hearing }, tx) => {
    if (!hearing?.minutesKey) throw new DomainError("conflict", "hearings.minutesMissing");
    if (hearing.heldOn && compareDays(shanghaiDay(ctx.now), hearing.heldOn) < 0) throw new DomainError("conflict", "hearings.notYetHeld");
    await tx.update(hearings).set({ state: "held", summary: seal(summary, hearingPlace(hearing.id, "summary")), outcome, recordedAt: ctx.now, recordedBy: ctx.actor.kind === "user" ? ctx.actor.id : null }).where(eq(hearings.id, hearing.id));
    return { payload: { outcome, minutesSha256: hearing.minutesSha256 } };
  });
}

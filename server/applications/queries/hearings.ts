import { and, eq, gte, inArray, isNull, lte, or } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, applicationEvents, staffPosts } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { availableActions, isApplicant } from "@/domain/applications/policy";
import { hindersHearing } from "@/domain/applications/policy/hearings";
import { canAsk, noticeDays } from "@/domain/applications/rules/hearings";
import type { HearingByCase } from "@/domain/applications/schema/hearings";
import type { User } from "@/domain/core/actor";
import { addDays, compareDays, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { isWithin } from "@/domain/departments/rules";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { storage } from "@/server/core/storage";
import { getCase, type Case, type HearingRow } from "./case";

type Column = Extract<Place, { table: "hearings" }>["column"];
export const hearingPlace = (row: string, column: Column): Place => ({ table: "hearings", column, row });

/** Who examines a case, and who else of its department could chair a hearing in it (行政许可法 48(1)3). */
export async function chairsOf(db: Reader | Tx, now: Date, { application, steps }: Case): Promise<{ reviewers: string[]; chairs: { id: string; name: string }[] }> {
  const started = await db.select({ id: applicationEvents.actorId }).from(applicationEvents).where(and(eq(applicationEvents.applicationId, application.id), eq(applicationEvents.action, "startReview")));
  const examining = steps.filter(({ kind }) => kind === "review").flatMap(({ completedBy, claimedBy }) => [completedBy, claimedBy]);
  const reviewers = [...new Set([...started.map(({ id }) => id), ...examining].filter((id) => id !== null))];
  const today = shanghaiDay(now);
  const rows = await db.selectDistinct({ id: accounts.id, name: accounts.name, divisionCode: staffPosts.divisionCode }).from(staffPosts).innerJoin(accounts, eq(accounts.id, staffPosts.accountId))
    .where(and(
      eq(staffPosts.departmentId, application.departmentId), inArray(staffPosts.role, ["clerk", "reviewer", "approver", "supervisor"]), isNull(staffPosts.endedAt),
      lte(staffPosts.validFrom, today), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, today)),
    ));
  const here = rows.filter(({ divisionCode }) => isWithin(application.divisionCode, divisionCode));
  const chairs = new Map(here.filter(({ id }) => !reviewers.includes(id)).map(({ id, name }) => [id, { id, name }]));
  return { reviewers, chairs: [...chairs.values()] };
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
const opened = (row: HearingRow, column: Column, sealed: string | null) => (sealed === null ? null : open(sealed, hearingPlace(row.id, column)));

/** What both sides are told of a hearing. */
function told(row: HearingRow) {
  const { id, state, reason, askUntil, heldOn, startsAt, place, onlineUrl, chairName, isPublic, postponementAnswer, outcome } = row;
  return {
    id, state, reason: opened(row, "reason", reason), askUntil, askedAt: iso(row.askedAt), heldOn, startsAt, place, onlineUrl, chairName, isPublic, confirmedAt: iso(row.confirmedAt),
    postponementAskedAt: iso(row.postponementAskedAt), postponementReason: opened(row, "postponement_reason", row.postponementReason), postponementAnswer, outcome, recordedAt: iso(row.recordedAt),
    hasMinutes: row.minutesKey !== null,
  };
}

async function ownHearing(ctx: Ctx, number: string): Promise<Case> {
  const found = await getCase(ctx.db, ctx.actor, { number });
  if (!isApplicant(ctx.actor, found.application)) throw new DomainError("not_found", "applications.notFound");
  return found;
}

/** The hearing of one's own case, and what can be said to it; null where there is none. Errors: `applications.notFound`. */
export async function getHearing(ctx: Ctx, { number }: HearingByCase) {
  const { application, content, hearing, facts } = await ownHearing(ctx, number);
  if (!hearing || !facts.hearing) return null;
  const mayAct = isApplicant(ctx.actor, application, "submit");
  return {
    ...told(hearing), applicationId: application.id, number: application.number, itemName: application.itemName, itemNameEn: content.nameEn ?? null,
    canAsk: mayAct && canAsk(facts.hearing, shanghaiDay(ctx.now)), canConfirm: mayAct && hearing.state === "scheduled" && hearing.confirmedAt === null, canPostpone: mayAct && canPostpone(hearing, ctx.now),
    summary: hearing.state === "held" ? opened(hearing, "summary", hearing.summary) : null,
  };
}

function canPostpone({ state, heldOn, postponementAskedAt, postponementAnswer }: HearingRow, now: Date): boolean {
  const upcoming = state === "scheduled" && heldOn !== null && compareDays(shanghaiDay(now), heldOn) < 0;
  return upcoming && (postponementAskedAt === null || postponementAnswer !== null);
}

/** The hearing of a case as the desk keeps it, and what can be done now. Errors: `applications.notFound`. */
export async function getHearingForDesk(ctx: Ctx, actor: User, { number }: HearingByCase) {
  const found = await getCase(ctx.db, ctx.actor, { number });
  const { application, content, hearing, suspensions } = found;
  await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "open", fields: [], case: application });
  const runs = suspensions.some(({ procedure, endOn }) => procedure === "hearing" && endOn === null);
  return {
    applicationId: application.id, number: application.number, version: application.version, status: application.status, itemName: application.itemName, itemNameEn: content.nameEn ?? null,
    hearing: hearing ? { ...told(hearing), participants: opened(hearing, "participants", hearing.participants), summary: opened(hearing, "summary", hearing.summary), minutesSha256: hearing.minutesSha256 } : null,
    chairs: (await chairsOf(ctx.db, ctx.now, found)).chairs, earliest: addDays(shanghaiDay(ctx.now), noticeDays), procedureRuns: runs, can: offered(ctx, actor, found, runs),
  };
}

/** What this member of staff can do about the hearing now. */
function offered({ now }: Ctx, actor: User, { facts, hearing }: Case, runs: boolean) {
  const actions = availableActions(actor, facts, now);
  const [announced, scheduled] = hindersHearing(actor, facts) === undefined ? [hearing?.state === "announced", hearing?.state === "scheduled"] : [false, false];
  return {
    announce: actions.includes("announceHearing"), schedule: runs && actions.includes("scheduleHearing"), record: actions.includes("recordHearing"),
    attach: scheduled, cancel: announced || scheduled, refusePostponement: scheduled && hearing?.postponementAskedAt !== null && hearing?.postponementAnswer === null,
  };
}

type Download = { name: string; mime: string; base64: string };

/** The minutes, for the applicant once they are recorded and for the desk; staff leave a trace. Errors: `applications.notFound`, `files.notFound`. */
export async function downloadMinutes(ctx: Ctx, { number }: HearingByCase): Promise<Download> {
  const { application, hearing } = await getCase(ctx.db, ctx.actor, { number });
  if (!hearing?.minutesKey || !hearing.minutesMime || (hearing.state !== "held" && isApplicant(ctx.actor, application))) throw new DomainError("not_found", "files.notFound");
  await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "download", fields: ["听证笔录"], case: application });
  const ending = { "application/pdf": "pdf", "image/png": "png" }[hearing.minutesMime] ?? "jpg";
  return { name: `听证笔录-${application.number}.${ending}`, mime: hearing.minutesMime, base64: Buffer.from(await storage().getBytes(hearing.minutesKey)).toString("base64") };
}

import { and, asc, eq, isNotNull, isNull, lte } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { keyedDigest, open, seal } from "@/db/personal-data";
import { departments, expertRequests, files } from "@/db/schema";
import { awaitsOpinion, hindersExperts } from "@/domain/applications/policy/experts";
import { expertLife, expertState, isWaiting, linkEnd, reachOf, refuseDue } from "@/domain/applications/rules/experts";
import type { AskExpert, ExpertPerson, ExpertRequestById, ExpertScope } from "@/domain/applications/schema/experts";
import type { User } from "@/domain/core/actor";
import { addDays, shanghaiDay, workdaysBetween } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { isFresh } from "@/domain/identity/rules";
import { expertLetter } from "@/domain/identity/rules/letters";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/items/rules";
import { env } from "@/env";
import { newToken } from "@/server/auth/tokens";
import { authorize } from "@/server/core/authorize";
import { getCalendar } from "@/server/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { mailServer } from "@/server/integrations/mail/gateway";
import { smsGateway } from "@/server/integrations/sms/gateway";
import { answersOf, getCase, type Case } from "../queries/case";
import { expertOf, expertPlace, linkOf, type ExpertRow } from "../queries/experts";

/**
 * Asks an outside expert within an open step: they get a link of their own to what the scope names, and nothing else.
 * Errors: `experts.reachInvalid`, `experts.dueInThePast`, `experts.dueTooFar`, `experts.scopeUnknown` (invalid), `experts.tooMany`
 * (conflict), `identity.proofNeeded` where an answer is shown unmasked, `applications.noOpenStep`, `applications.claimedByOther`, `access.forbidden`.
 */
export async function askExpert(ctx: Ctx & { actor: User }, { id, step, expert, question, scope, dueOn }: AskExpert): Promise<{ requestId: string }> {
  // As on revealing it at the desk.
  if (scope.fields.some((field) => field.open) && !isFresh(ctx.actor.authenticatedAt, ctx.now)) throw new DomainError("forbidden", "identity.proofNeeded");
  const to = reachOf(expert);
  if (!to) throw new DomainError("invalid", "experts.reachInvalid");
  const tooSoon = refuseDue(dueOn, shanghaiDay(ctx.now));
  if (tooSoon) throw new DomainError("invalid", tooSoon);
  return commit(ctx, async (tx) => {
    const found = await getCase(tx, ctx.actor, { id });
    authorize(hindersExperts(ctx.actor, found.facts, step));
    await checkScope(tx, found, scope);
    await checkRoom(tx, id);
    const requestId = await newId(tx);
    const departmentId = found.facts.steps.find(({ key }) => key === step)?.departmentId ?? found.application.departmentId;
    await tx.insert(expertRequests).values({
      id: requestId, applicationId: id, stepKey: step, askedBy: ctx.actor.id, askedByName: ctx.actor.name, departmentId,
      expert: seal(JSON.stringify({ ...expert, to } satisfies ExpertPerson), expertPlace(requestId, "expert")), question: seal(question, expertPlace(requestId, "question")),
      scope, dueOn, expiresAt: linkEnd(dueOn), createdAt: ctx.now, ...newLink(requestId),
    });
    return {
      value: { requestId }, outbox: [{ topic: "applications.expertAsked", payload: { requestId } }],
      audit: { action: "applications.askExpert", subject: { type: "application", id }, after: { requestId, step, dueOn, fields: scope.fields, files: scope.files, downloads: scope.downloads } },
    };
  });
}

async function checkScope(tx: Tx, { application, content }: Case, scope: ExpertScope): Promise<void> {
  const form = compileForm(formOf(content));
  const answers = answersOf(application);
  const unknown = scope.fields.some(({ id }) => !form.findField(id) || answers[id] === undefined);
  const own = await tx.select({ id: files.id }).from(files).where(and(eq(files.applicationId, application.id), isNull(files.deletedAt)));
  const strange = scope.files.some((id) => !own.some((file) => file.id === id));
  if (unknown || strange || scope.fields.length + scope.files.length === 0) throw new DomainError("invalid", "experts.scopeUnknown");
}

async function checkRoom(tx: Tx, applicationId: string): Promise<void> {
  const asked = await tx.$count(expertRequests, eq(expertRequests.applicationId, applicationId));
  if (asked >= expertLife.perCase) throw new DomainError("conflict", "experts.tooMany", { max: expertLife.perCase });
}

/** A fresh link; what an earlier one had opened is shut. */
function newLink(requestId: string) {
  const token = newToken();
  return { tokenDigest: keyedDigest("expert-link", token), token: seal(token, expertPlace(requestId, "token")), sentAt: null, sessionHash: null, sessionExpiresAt: null };
}

/** Takes a request back: its link leads nowhere from now on. Errors: `experts.requestUnknown` (not_found), `experts.notWaiting` (conflict), and those of `askExpert` about the step. */
export function revokeExpert(ctx: Ctx & { actor: User }, { requestId }: ExpertRequestById): Promise<{ requestId: string }> {
  return commit(ctx, async (tx) => {
    const row = await lockOwn(tx, ctx, requestId);
    await tx.update(expertRequests).set({ revokedAt: ctx.now, token: null, sessionHash: null, sessionExpiresAt: null }).where(eq(expertRequests.id, requestId));
    return { value: { requestId }, audit: { action: "applications.revokeExpert", subject: { type: "application", id: row.applicationId }, after: { requestId } } };
  });
}

/** Sends a new link, and the earlier one leads nowhere. Errors: as `revokeExpert`. */
export function resendExpertLink(ctx: Ctx & { actor: User }, { requestId }: ExpertRequestById): Promise<{ requestId: string }> {
  return commit(ctx, async (tx) => {
    const row = await lockOwn(tx, ctx, requestId);
    await tx.update(expertRequests).set(newLink(requestId)).where(eq(expertRequests.id, requestId));
    return {
      value: { requestId }, outbox: [{ topic: "applications.expertAsked", payload: { requestId } }],
      audit: { action: "applications.resendExpertLink", subject: { type: "application", id: row.applicationId }, after: { requestId } },
    };
  });
}

async function lockOwn(tx: Tx, ctx: Ctx, requestId: string): Promise<ExpertRow> {
  const [row] = await tx.select().from(expertRequests).where(eq(expertRequests.id, requestId)).for("update");
  const found = row && (await getCase(tx, ctx.actor, { id: row.applicationId }).catch(() => undefined));
  if (!row || !found) throw new DomainError("not_found", "experts.requestUnknown");
  const state = expertState(row, awaitsOpinion(found.facts, row.stepKey), ctx.now);
  if (!isWaiting(state)) throw new DomainError("conflict", "experts.notWaiting", { state });
  authorize(hindersExperts(ctx.actor, found.facts, row.stepKey));
  return row;
}

const Order = z.object({ requestId: z.uuid() });

/**
 * Sends a link to its expert. The gateway knows it by its row; once sent nobody can read it any more, save in a demonstration.
 * Errors: `experts.sentAlready` (conflict), and what the gateway throws.
 */
export async function deliverExpertLink(ctx: Ctx, payload: unknown): Promise<void> {
  const { requestId } = Order.parse(payload);
  const [row] = await ctx.db.select().from(expertRequests).where(eq(expertRequests.id, requestId)).limit(1);
  if (!row || row.revokedAt || row.expiresAt <= ctx.now) return;
  if (row.sentAt || !row.token) throw new DomainError("conflict", "experts.sentAlready");
  await hand(ctx, row, { messageId: requestIdOf(row), link: linkOf(open(row.token, expertPlace(row.id, "token"))) });
  await commit(ctx, async (tx) => {
    await tx.update(expertRequests).set({ sentAt: ctx.now, ...(env().demo ? {} : { token: null }) }).where(and(eq(expertRequests.id, row.id), eq(expertRequests.tokenDigest, row.tokenDigest)));
    return { value: undefined, audit: { action: "applications.deliverExpertLink", subject: { type: "application", id: row.applicationId }, after: { requestId } } };
  });
}

// A link sent anew is another message to the gateway; its id is drawn from the digest, so that a retry is the same.
const requestIdOf = ({ tokenDigest }: ExpertRow): string => `${tokenDigest.slice(0, 8)}-${tokenDigest.slice(8, 12)}-${tokenDigest.slice(12, 16)}-${tokenDigest.slice(16, 20)}-${tokenDigest.slice(20, 32)}`;

async function hand({ db }: Ctx, row: ExpertRow, { messageId, link }: { messageId: string; link?: string }): Promise<void> {
  const [organ] = await db.select({ name: departments.name }).from(departments).where(eq(departments.id, row.departmentId));
  const { channel, to } = expertOf(row);
  const words = { organ: organ?.name ?? "", dueOn: row.dueOn, ...(link === undefined ? {} : { link }) };
  if (channel === "phone") await smsGateway()?.send({ id: messageId, phone: to, template: link === undefined ? "expertReminder" : "expertLink", params: words });
  else await mailServer()?.send({ id: messageId, to, ...expertLetter(words) });
}

/** Reminds, once, those whose opinion is due by the next workday. Returns how many were. */
export async function remindExperts(ctx: Ctx): Promise<number> {
  const today = shanghaiDay(ctx.now);
  const calendar = await getCalendar(ctx.db);
  const rows = await ctx.db.select().from(expertRequests)
    .where(and(isNull(expertRequests.submittedAt), isNull(expertRequests.declinedAt), isNull(expertRequests.revokedAt), isNull(expertRequests.remindedAt), isNotNull(expertRequests.sentAt), lte(expertRequests.dueOn, addDays(today, 14))))
    .orderBy(asc(expertRequests.dueOn)).limit(200);
  const due = rows.filter(({ dueOn, expiresAt, createdAt }) => expiresAt > ctx.now && shanghaiDay(createdAt) !== today && workdaysBetween(today, dueOn, calendar) <= 1);
  let reminded = 0;
  for (const row of due) reminded += (await remind(ctx, row)) ? 1 : 0;
  return reminded;
}

async function remind(ctx: Ctx, row: ExpertRow): Promise<boolean> {
  const { facts } = await getCase(ctx.db, ctx.actor, { id: row.applicationId });
  if (!awaitsOpinion(facts, row.stepKey)) return false;
  const mine = await commit(ctx, async (tx) => {
    const taken = await tx.update(expertRequests).set({ remindedAt: ctx.now }).where(and(eq(expertRequests.id, row.id), isNull(expertRequests.remindedAt))).returning({ id: expertRequests.id });
    return { value: taken.length > 0, audit: { action: "applications.remindExpert", subject: { type: "application", id: row.applicationId }, after: { requestId: row.id } } };
  });
  if (mine) await hand(ctx, row, { messageId: row.id });
  return mine;
}

import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, seal } from "@/db/personal-data";
import { expertRequests } from "@/db/schema";
import { expertLife, isWaiting } from "@/domain/applications/rules/experts";
import type { DeclineExpert, ExpertLink, SaveExpertDraft, SubmitExpertOpinion } from "@/domain/applications/schema/experts";
import { DomainError } from "@/domain/core/errors";
import { redeemExpertCode, sendCode } from "@/server/auth/codes";
import { newToken } from "@/server/auth/tokens";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { entered, expertOf, expertPlace, findByLink } from "../queries/experts";

/**
 * Sends the code that opens a link to the phone or address that the organ gave, never to one that the visitor names. Returns the id of the code,
 * which only this browser may know. Errors: `experts.linkUnknown`, `experts.notWaiting` (conflict; state), `requests.tooMany`.
 */
export async function sendExpertCode(ctx: Ctx, { token }: ExpertLink): Promise<{ codeToken: string }> {
  const { row, state } = await findByLink(ctx.db, ctx, token);
  if (!isWaiting(state)) throw new DomainError("conflict", "experts.notWaiting", { state });
  await limit(ctx.db, ctx.now, { act: "experts.code", subject: row.id, max: 10, windowSeconds: 3600 });
  const { channel, to } = expertOf(row);
  return { codeToken: await sendCode(ctx, channel === "phone" ? { purpose: "expert", phone: to } : { purpose: "expert", email: to }) };
}

/**
 * Opens the link for this browser by its code, for two hours; the browser that had it open before is shut out.
 * Errors: as `sendExpertCode`, `identity.oneTimeCodeWrong`, `identity.oneTimeCodeExpired` (invalid).
 */
export async function enterAsExpert(ctx: Ctx, { token, codeToken, code }: ExpertLink & { codeToken: string; code: string }): Promise<{ session: string }> {
  const { row, state } = await findByLink(ctx.db, ctx, token);
  if (!isWaiting(state)) throw new DomainError("conflict", "experts.notWaiting", { state });
  const { to } = await redeemExpertCode(ctx, codeToken, code);
  // A code that was sent for another link opens this one no more than a wrong one.
  if (to !== expertOf(row).to) throw new DomainError("invalid", "identity.oneTimeCodeExpired");
  const session = newToken();
  const sessionExpiresAt = new Date(Math.min(ctx.now.getTime() + expertLife.sessionHours * 3_600_000, row.expiresAt.getTime()));
  return commit(ctx, async (tx) => {
    await tx.update(expertRequests).set({ sessionHash: keyedDigest("expert-session", session), sessionExpiresAt, enteredAt: row.enteredAt ?? ctx.now }).where(eq(expertRequests.id, row.id));
    return { value: { session }, secret: true, audit: { action: "applications.enterAsExpert", subject: { type: "application", id: row.applicationId }, after: { requestId: row.id } } };
  });
}

/** Keeps what the expert typed. Errors: as `entered`. */
export function saveExpertDraft(ctx: Ctx, { draft, ...link }: SaveExpertDraft): Promise<{ savedAt: string }> {
  return commit(ctx, async (tx) => {
    const { row } = await entered(tx, ctx, link);
    await tx.update(expertRequests).set({ draft: seal(JSON.stringify(draft), expertPlace(row.id, "draft")), savedAt: ctx.now }).where(eq(expertRequests.id, row.id));
    return { value: { savedAt: ctx.now.toISOString() }, audit: { action: "applications.saveExpertDraft", subject: { type: "application", id: row.applicationId }, after: { requestId: row.id } } };
  });
}

/** Hands the opinion in, once; the link then shows nothing any more. Errors: as `entered`. */
export function submitExpertOpinion(ctx: Ctx, { opinion, conclusion, declared, ...link }: SubmitExpertOpinion): Promise<{ done: true }> {
  return commit(ctx, async (tx) => {
    const { row } = await entered(tx, ctx, link);
    await end(tx, row.id, { submittedAt: ctx.now, conclusion, opinion: seal(opinion, expertPlace(row.id, "opinion")) });
    return { value: { done: true as const }, audit: { action: "applications.submitExpertOpinion", subject: { type: "application", id: row.applicationId }, after: { requestId: row.id, conclusion, declared } } };
  });
}

/** Declines, with the reason that the organ reads. Errors: as `entered`. */
export function declineAsExpert(ctx: Ctx, { reason, ...link }: DeclineExpert): Promise<{ done: true }> {
  return commit(ctx, async (tx) => {
    const { row } = await entered(tx, ctx, link);
    await end(tx, row.id, { declinedAt: ctx.now, opinion: seal(reason, expertPlace(row.id, "opinion")) });
    return { value: { done: true as const }, audit: { action: "applications.declineAsExpert", subject: { type: "application", id: row.applicationId }, after: { requestId: row.id } } };
  });
}

// Of two at once one ends it; the other is told.
async function end(tx: Tx, id: string, answer: Partial<typeof expertRequests.$inferInsert>): Promise<void> {
  const ended = await tx.update(expertRequests).set({ ...answer, draft: null, token: null, sessionHash: null, sessionExpiresAt: null })
    .where(and(eq(expertRequests.id, id), isNull(expertRequests.submittedAt), isNull(expertRequests.declinedAt), isNull(expertRequests.revokedAt))).returning({ id: expertRequests.id });
  if (ended.length === 0) throw new DomainError("conflict", "experts.notWaiting", { state: "answered" });
}

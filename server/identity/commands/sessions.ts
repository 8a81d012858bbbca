import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { keepAlive, revokeSession, revokeSessions } from "@/server/auth/session";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

type Signed = Ctx & { actor: User };

/** Counts as use of this session, so that it rests no longer: what “继续办理” asks for. */
export function extendSession({ db, now, actor }: Signed): Promise<void> {
  return keepAlive(db, now, actor.sessionId);
}

/** Ends one of one's own sessions; the device it was on is nobody at its next request. Errors: `identity.sessionNotFound` (not_found), also for others' sessions. */
export async function endSession(ctx: Signed, { id }: { id: string }): Promise<void> {
  const [own] = await ctx.db.select({ id: sessions.id }).from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.accountId, ctx.actor.id), isNull(sessions.revokedAt))).limit(1);
  if (!own) throw new DomainError("not_found", "identity.sessionNotFound");
  await commit(ctx, async (tx) => {
    await revokeSession(tx, ctx.now, own.id);
    return { value: undefined, audit: { action: "identity.endSession", subject: { type: "account", id: ctx.actor.id } } };
  });
}

/** Ends every one of one's sessions but this. */
export function endOtherSessions(ctx: Signed): Promise<void> {
  return commit(ctx, async (tx) => {
    await revokeSessions(tx, ctx.now, ctx.actor.id, ctx.actor.sessionId);
    return { value: undefined, audit: { action: "identity.endOtherSessions", subject: { type: "account", id: ctx.actor.id } } };
  });
}

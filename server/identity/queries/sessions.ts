import { and, desc, eq, gt, inArray, isNull, lt, or } from "drizzle-orm";
import { z } from "zod";
import { auditLog, sessions } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { isAlive, lifetimeOf } from "@/domain/identity/rules";
import { deviceOf, type Device } from "@/domain/identity/rules/devices";
import { findView } from "@/server/auth/session";
import type { Ctx } from "@/server/core/context";
import { decodeCursor, encodeCursor } from "@/server/core/cursor";

type Signed = Ctx & { actor: User };

export type OwnSession = Device & { id: string; signedInAt: string; lastSeenAt: string; isThis: boolean };

/** One's own living sessions, this one first, then the latest used. A renewed id is still the same session. */
export async function listSessions({ db, now, actor }: Signed): Promise<OwnSession[]> {
  const rows = await db.select().from(sessions)
    .where(and(eq(sessions.accountId, actor.id), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt)).limit(100);
  const lifetime = lifetimeOf({ ...actor, elder: (await findView(db, actor.id))?.mode === "elder" });
  return rows.filter((row) => isAlive(row, lifetime, now)).map(({ id, userAgent, createdAt, lastSeenAt }) => ({
    id, ...deviceOf(userAgent), signedInAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), isThis: id === actor.sessionId,
  })).toSorted((a, b) => Number(b.isThis) - Number(a.isThis));
}

/** What the log of sign-ins and of their means shows to their owner. */
const shown = [
  "identity.signUp", "identity.signIn", "identity.signInRefused", "identity.secondFactorRefused", "identity.signOut", "identity.confirm", "identity.confirmRefused",
  "identity.endSession", "identity.endOtherSessions", "identity.setPassword", "identity.changePhone", "identity.changeEmail", "identity.removeEmail", "identity.addTotp", "identity.removeTotp", "identity.addPasskey", "identity.removePasskey",
  "identity.recoverPassword", "identity.recoveryRefused", "identity.askRecovery", "identity.recover", "identity.approveQr", "identity.refuseQr", "identity.linkProvider", "identity.unlinkProvider", "identity.raiseLevel",
] as const;
export type SecurityEvent = (typeof shown)[number];

const Cursor = z.tuple([z.string(), z.uuid()]);

/** One's own sign-ins and changes of their means, the latest first. Errors: `requests.malformedCursor`. */
export async function listSecurityEvents({ db, actor }: Signed, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const [at, id] = cursor ? decodeCursor(Cursor, cursor) : [];
  const before = at && id ? or(lt(auditLog.at, new Date(at)), and(eq(auditLog.at, new Date(at)), lt(auditLog.id, id))) : undefined;
  const found = await db.select({ id: auditLog.id, at: auditLog.at, action: auditLog.action }).from(auditLog)
    .where(and(eq(auditLog.subjectType, "account"), eq(auditLog.subjectId, actor.id), inArray(auditLog.action, [...shown]), before))
    .orderBy(desc(auditLog.at), desc(auditLog.id)).limit(limit + 1);
  const rows = found.slice(0, limit).flatMap((row) => {
    const action = shown.find((name) => name === row.action);
    return action ? [{ id: row.id, at: row.at.toISOString(), action }] : [];
  });
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? encodeCursor([last.at, last.id]) : null };
}

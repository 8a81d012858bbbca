import { randomUUID } from "node:crypto";
import { and, asc, eq, gte, isNotNull, isNull, lte, ne, or, sql, type SQL } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { accounts, delegations, organisations, sessions, staffPosts } from "@/db/schema";
import type { ActingFor, Actor, AssuranceLevel, Factor, Post, User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { isAlive, lifetimeOf } from "@/domain/identity/rules";
import { lowerLevel } from "@/domain/identity/rules/authorization";
import { View } from "@/domain/identity/schema";
import { cookieName, digestOf, newToken, readCookie } from "./tokens";

/** Who sends this request, read from the database each time, so that revocation, disabling and lost roles act at once. */
export async function readActor(db: Reader, now: Date, cookieHeader: string | null | undefined): Promise<Actor> {
  return (await readSignIn(db, now, cookieHeader))?.actor ?? { kind: "anonymous" };
}

/** A living session's owner, and the id under which other systems know this sign-in. */
export type SignedInNow = { actor: User; ssoId: string };

/** The sign-in of this browser; being asked for it keeps it alive. */
export async function readSignIn(db: Reader, now: Date, cookieHeader: string | null | undefined): Promise<SignedInNow | undefined> {
  const token = readCookie(cookieHeader, cookieName("session"));
  if (!token || token.length > 100) return undefined;
  const living = await findLiving(db, now, eq(sessions.idHash, digestOf(token)));
  if (!living) return undefined;
  await touch(db, living.session, now);
  return { actor: living.actor, ssoId: living.session.ssoId };
}

/** The sign-in that another system was let in by, while it lives; asking does not keep it alive. */
export async function findSignIn(db: Reader, now: Date, ssoId: string): Promise<SignedInNow | undefined> {
  const living = await findLiving(db, now, and(eq(sessions.ssoId, ssoId), isNull(sessions.revokedAt)));
  return living && { actor: living.actor, ssoId };
}

type Session = typeof sessions.$inferSelect;

async function findLiving(db: Reader, now: Date, which: SQL | undefined): Promise<{ session: Session; actor: User } | undefined> {
  const [found] = await db.select({ session: sessions, account: accounts }).from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId)).where(which).limit(1);
  if (!found || found.account.disabledAt) return undefined;
  const { session, account } = found;
  const posts = account.kind === "staff" ? await listPosts(db, account.id, now) : [];
  const elder = account.preferences.mode === "elder";
  if (!isAlive(session, lifetimeOf({ accountKind: account.kind, posts, elder }), now)) return undefined;
  const actingFor = session.delegationId ? await findDelegation(db, account.id, session.delegationId, now) : undefined;
  const actor: User = {
    kind: "user", id: account.id, name: account.name, accountKind: account.kind,
    assuranceLevel: session.levelCap ? lowerLevel(account.assuranceLevel, session.levelCap) : account.assuranceLevel,
    sessionId: session.id, factors: session.factors, authenticatedAt: session.authenticatedAt, posts,
    ...(actingFor ? { actingFor } : session.delegationId ? { delegationEnded: true } : {}),
  };
  return { session, actor };
}

/** How somebody likes to see the portal; nothing when they never said. */
export async function findView(db: Reader, accountId: string): Promise<View | undefined> {
  const [account] = await db.select({ preferences: accounts.preferences }).from(accounts).where(eq(accounts.id, accountId)).limit(1);
  return View.safeParse(account?.preferences).data;
}

/** The posts held today. */
export function listPosts(db: Reader, accountId: string, now: Date): Promise<Post[]> {
  const today = shanghaiDay(now);
  return db.select({ role: staffPosts.role, departmentId: staffPosts.departmentId, divisionCode: staffPosts.divisionCode }).from(staffPosts)
    .where(and(eq(staffPosts.accountId, accountId), lte(staffPosts.validFrom, today), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, today))));
}

/** The delegation, if it lets this person act for its principal today. */
export async function findDelegation(db: Reader, accountId: string, delegationId: string, now: Date): Promise<ActingFor | undefined> {
  const [row] = await listDelegationsTo(db, accountId, now, delegationId);
  return row;
}

/** Organisations and people someone may act for today, with how far. */
export async function listDelegationsTo(db: Reader, accountId: string, now: Date, delegationId?: string): Promise<ActingFor[]> {
  const today = shanghaiDay(now);
  const rows = await db.select({ delegation: delegations, organisationName: organisations.name, principalName: accounts.name }).from(delegations)
    .leftJoin(organisations, eq(organisations.id, delegations.organisationId))
    .leftJoin(accounts, eq(accounts.id, delegations.principalAccountId))
    .where(and(
      eq(delegations.delegateAccountId, accountId), isNotNull(delegations.acceptedAt), isNull(delegations.revokedAt), lte(delegations.validFrom, today),
      or(isNull(delegations.validUntil), gte(delegations.validUntil, today)),
      delegationId ? eq(delegations.id, delegationId) : undefined,
    )).orderBy(asc(delegations.grantedAt), asc(delegations.id));
  return rows.map(({ delegation: { id, kind, organisationId, principalAccountId, scope, acts, awaitsPrincipal }, organisationName, principalName }) => ({
    kind: organisationId ? "organisation" : "person", id: organisationId ?? principalAccountId ?? "", name: organisationName ?? principalName ?? "",
    delegationId: id, delegation: kind, scope, acts, awaitsPrincipal,
  }));
}

const touchAfterMs = 60_000;

// Keeps the idle clock without a write on every request; housekeeping of the session itself, not a business act.
async function touch(db: Reader, session: Session, now: Date): Promise<void> {
  if (now.getTime() - session.lastSeenAt.getTime() < touchAfterMs) return;
  await sessionStore(db).update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, session.id));
}

export type NewSession = { accountId: string; factors: readonly Factor[]; userAgent: string | null; levelCap?: AssuranceLevel };

/** Opens a session under a new opaque id and returns that id for the cookie. */
export async function openSession(db: Reader, now: Date, input: NewSession): Promise<string> {
  const token = newToken();
  const { account, posts } = await holderOf(db, input.accountId, now);
  const { absoluteMinutes } = lifetimeOf({ accountKind: account.kind, posts, elder: account.preferences.mode === "elder" });
  await sessionStore(db).insert(sessions).values({
    idHash: digestOf(token), accountId: input.accountId, levelCap: input.levelCap ?? null, factors: [...input.factors], userAgent: input.userAgent?.slice(0, 300) ?? null,
    createdAt: now, lastSeenAt: now, authenticatedAt: now, expiresAt: new Date(now.getTime() + absoluteMinutes * 60_000),
  });
  return token;
}

export type Renewal = {
  /** Another delegation, or null for oneself; absent: as before. */
  delegationId?: string | null;
  /** Factors proven just now: they join the earlier ones, and the proof is fresh again. */
  proven?: readonly Factor[];
  userAgent: string | null;
};

/**
 * Gives a session a new opaque id (at step-up, change of role or of delegation) and ends the old one. It does not live longer
 * for that: its end stays what it was at sign-in.
 */
export async function renewSession(db: Reader, now: Date, { sessionId }: Pick<User, "sessionId">, { delegationId, proven, userAgent }: Renewal): Promise<string> {
  const token = newToken();
  await sessionStore(db).transaction(async (tx) => {
    const [old] = await tx.update(sessions).set({ revokedAt: now }).where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt))).returning();
    if (!old) throw new DomainError("unauthenticated", "access.signIn");
    const { id: _id, ...kept } = old;
    await tx.insert(sessions).values({
      ...kept, idHash: digestOf(token), revokedAt: null, lastSeenAt: now, userAgent: userAgent?.slice(0, 300) ?? kept.userAgent,
      // In another capacity one is another person to the systems that were signed in to: they are told that this sign-in has ended.
      ...(delegationId === undefined ? {} : { delegationId, ssoId: randomUUID() }),
      ...(proven ? { factors: [...new Set([...kept.factors, ...proven])], authenticatedAt: now, levelCap: null } : {}),
    });
  });
  return token;
}

/** Ends every session of an account, but for one; what a new password, phone or factor does. */
export async function revokeSessions(db: Reader, now: Date, accountId: string, exceptSessionId?: string): Promise<void> {
  await sessionStore(db).update(sessions).set({ revokedAt: now })
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.revokedAt), exceptSessionId ? ne(sessions.id, exceptSessionId) : undefined));
}

async function holderOf(db: Reader, accountId: string, now: Date) {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId)).limit(1);
  if (!account) throw new Error("a session needs an account");
  return { account, posts: await listPosts(db, accountId, now) };
}

/** Ends a session; the next request with its cookie is anonymous everywhere. */
export async function revokeSession(db: Reader, now: Date, sessionId: string): Promise<void> {
  await sessionStore(db).update(sessions).set({ revokedAt: sql`coalesce(${sessions.revokedAt}, ${now})` }).where(eq(sessions.id, sessionId));
}

// Safe: sessions belong to server/auth alone; every business write still goes through commit().
export function sessionStore(db: Reader): Database {
  return db as Database;
}

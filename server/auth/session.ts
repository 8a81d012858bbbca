import { randomUUID } from "node:crypto";
import { and, asc, eq, gte, isNotNull, isNull, lte, ne, or, sql, type Placeholder, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database, Reader } from "@/db/client";
import { prepared } from "@/db/prepared";
import { accounts, delegations, organisations, pendingSignIns, qrSignIns, sessions, staffPosts } from "@/db/schema";
import type { ActingFor, Actor, AssuranceLevel, Factor, Post, User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { endsOf, isAlive, lifetimeOf, type Lifetime } from "@/domain/identity/rules";
import { lowerLevel } from "@/domain/identity/rules/authorization";
import { requiredSecondFactor, satisfies } from "@/domain/identity/rules/factors";
import { keptView } from "@/domain/identity/rules/preferences";
import type { View } from "@/domain/identity/schema";
import { env } from "@/env";
import { newSessionId } from "./session-marks";
import { cookieName, digestOf, readCookie } from "./tokens";

/** Who sends this request, read from the database each time, so that revocation, disabling and lost roles act at once. */
export async function readActor(db: Reader, now: Date, cookieHeader: string | null | undefined): Promise<Actor> {
  return (await readSignIn(db, now, cookieHeader))?.actor ?? { kind: "anonymous" };
}

/** A living session's owner, and the id under which other systems know this sign-in. */
export type SignedInNow = { actor: User; ssoId: string };

/** The sign-in of this browser; being asked for it keeps it alive. */
export async function readSignIn(db: Reader, now: Date, cookieHeader: string | null | undefined): Promise<SignedInNow | undefined> {
  const living = await findLivingOf(db, now, cookieHeader);
  if (!living) return undefined;
  const { session, lifetime, actor } = living;
  const seen = { ...session, lastSeenAt: await touch(db, session, now) };
  return { actor: { ...actor, ends: endsOf(seen, lifetime) }, ssoId: session.ssoId };
}

/** As `readActor`, but looking does not count as use: a page that only watches its session does not keep it alive. */
export async function watchActor(db: Reader, now: Date, cookieHeader: string | null | undefined): Promise<User | undefined> {
  return (await findLivingOf(db, now, cookieHeader))?.actor;
}

/** Whose session a cookie was, though it may have ended within the last day, and under which delegation. */
export async function findFormerHolder(db: Reader, now: Date, cookieHeader: string | null | undefined): Promise<{ accountId: string; delegationId: string | null } | undefined> {
  const idHash = idHashOf(cookieHeader);
  if (!idHash) return undefined;
  const [row] = await db.select({ accountId: sessions.accountId, delegationId: sessions.delegationId }).from(sessions)
    .where(and(eq(sessions.idHash, idHash), gte(sessions.lastSeenAt, new Date(now.getTime() - 24 * 60 * 60_000)))).limit(1);
  return row;
}

function idHashOf(cookieHeader: string | null | undefined): string | undefined {
  const token = readCookie(cookieHeader, cookieName("session"));
  return token && token.length <= 100 ? digestOf(token) : undefined;
}

async function findLivingOf(db: Reader, now: Date, cookieHeader: string | null | undefined): Promise<Living | undefined> {
  const idHash = idHashOf(cookieHeader);
  return idHash === undefined ? undefined : findLiving(db, now, "byId", idHash);
}

/** The sign-in that another system was let in by, while it lives; asking does not keep it alive. */
export async function findSignIn(db: Reader, now: Date, ssoId: string): Promise<SignedInNow | undefined> {
  const living = await findLiving(db, now, "bySso", ssoId);
  return living && { actor: living.actor, ssoId };
}

type Session = typeof sessions.$inferSelect;

type Living = { session: Session; lifetime: Lifetime; actor: User };

const principals = alias(accounts, "principals");

const today = sql.placeholder("today");

// What every request costs: one statement for session, account, posts and delegation, planned once for each connection,
// because to plan it anew would cost more than to run it.
const living = (name: string, which: SQL | undefined) => prepared((db) => db.select({ session: sessions, account: heldBy, posts: postsOn(today), delegation: delegationRow })
    .from(sessions).innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(delegations, and(eq(delegations.id, sessions.delegationId), eq(delegations.delegateAccountId, sessions.accountId), isInForce(today)))
    .leftJoin(organisations, eq(organisations.id, delegations.organisationId))
    .leftJoin(principals, eq(principals.id, delegations.principalAccountId))
    .where(which).limit(1), name);

const statements = {
  byId: living("session_by_id", eq(sessions.idHash, sql.placeholder("key"))),
  bySso: living("session_by_sso", and(eq(sessions.ssoId, sql.placeholder("key")), isNull(sessions.revokedAt))),
};

async function findLiving(db: Reader, now: Date, by: "byId" | "bySso", key: string): Promise<Living | undefined> {
  const [found] = await statements[by](db, { key, today: shanghaiDay(now) });
  if (!found || found.account.disabledAt) return undefined;
  const { session, account, posts, delegation } = found;
  const lifetime = lifetimeOf({ accountKind: account.kind, posts, elder: account.preferences.mode === "elder" });
  if (!isAlive(session, lifetime, now)) return undefined;
  const actor: User = {
    kind: "user", id: account.id, name: account.name, accountKind: account.kind,
    assuranceLevel: session.levelCap ? lowerLevel(account.assuranceLevel, session.levelCap) : account.assuranceLevel,
    sessionId: session.id, factors: session.factors, authenticatedAt: session.authenticatedAt, ends: endsOf(session, lifetime),
    ...usable(account.kind, posts, session.factors), ...(account.citizenAccountId ? { citizenAccountId: account.citizenAccountId } : {}),
    ...(delegation ? { actingFor: actingUnder(delegation) } : session.delegationId ? { delegationEnded: true } : {}),
  };
  return { session, lifetime, actor };
}

/** The posts this session may use: none until the second factor that they ask for is proven. */
function usable(accountKind: User["accountKind"], posts: readonly Post[], proven: readonly Factor[]): Pick<User, "posts" | "secondFactorDue"> {
  const required = requiredSecondFactor({ accountKind, posts }, env().demo);
  return required === "none" || satisfies(required, proven) ? { posts } : { posts: [], secondFactorDue: required };
}

const citizens = alias(accounts, "citizens");

// Nobody who works here handles their own affairs: their own account is found by the ID number that both hold.
const ownAccount = sql<string | null>`case when ${accounts.kind} = 'staff' then (select ${citizens.id} from ${accounts} as ${citizens} where ${citizens.citizenIdIndex} = ${accounts.citizenIdIndex} and ${citizens.kind} = 'citizen') end`;

const heldBy = { citizenAccountId: ownAccount, id: accounts.id, kind: accounts.kind, name: accounts.name, assuranceLevel: accounts.assuranceLevel, preferences: accounts.preferences, disabledAt: accounts.disabledAt };

type Day = string | Placeholder;

/** A post that is held on a day. */
export const isHeld = (today: Day) => and(isNull(staffPosts.endedAt), lte(staffPosts.validFrom, today), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, today)));

const postsOn = (today: Day) => sql<Post[]>`coalesce((select json_agg(json_build_object('role', ${staffPosts.role}, 'departmentId', ${staffPosts.departmentId}, 'divisionCode', ${staffPosts.divisionCode}) order by ${staffPosts.id})
  from ${staffPosts} where ${accounts.kind} = 'staff' and ${staffPosts.accountId} = ${accounts.id} and ${isHeld(today)}), '[]'::json)`;

/** How somebody likes to see the portal; nothing when they never said. */
export async function findView(db: Reader, accountId: string): Promise<View | undefined> {
  const [account] = await db.select({ preferences: accounts.preferences }).from(accounts).where(eq(accounts.id, accountId)).limit(1);
  return keptView(account?.preferences);
}

/** The posts held today. */
export function listPosts(db: Reader, accountId: string, now: Date): Promise<Post[]> {
  return db.select({ role: staffPosts.role, departmentId: staffPosts.departmentId, divisionCode: staffPosts.divisionCode }).from(staffPosts)
    .where(and(eq(staffPosts.accountId, accountId), isHeld(shanghaiDay(now))));
}

/** The delegation, if it lets this person act for its principal today. */
export async function findDelegation(db: Reader, accountId: string, delegationId: string, now: Date): Promise<ActingFor | undefined> {
  const [row] = await listDelegationsTo(db, accountId, now, delegationId);
  return row;
}

/** Organisations and people someone may act for today, with how far. */
export async function listDelegationsTo(db: Reader, accountId: string, now: Date, delegationId?: string): Promise<ActingFor[]> {
  const rows = await db.select({ delegation: delegationRow }).from(delegations)
    .leftJoin(organisations, eq(organisations.id, delegations.organisationId))
    .leftJoin(principals, eq(principals.id, delegations.principalAccountId))
    .where(and(eq(delegations.delegateAccountId, accountId), isInForce(shanghaiDay(now)), delegationId ? eq(delegations.id, delegationId) : undefined))
    .orderBy(asc(delegations.grantedAt), asc(delegations.id));
  return rows.map(({ delegation }) => actingUnder(delegation));
}

const isInForce = (today: Day) => and(
  isNotNull(delegations.acceptedAt), isNull(delegations.revokedAt), lte(delegations.validFrom, today),
  or(isNull(delegations.validUntil), gte(delegations.validUntil, today)),
);

const delegationRow = {
  id: delegations.id, kind: delegations.kind, organisationId: delegations.organisationId, principalAccountId: delegations.principalAccountId,
  organisationName: sql<string | null>`${organisations.name}`, principalName: sql<string | null>`${principals.name}`,
  scope: delegations.scope, acts: delegations.acts, awaitsPrincipal: delegations.awaitsPrincipal,
};

type DelegationRow = Pick<typeof delegations.$inferSelect, "id" | "kind" | "organisationId" | "principalAccountId" | "scope" | "acts" | "awaitsPrincipal"> & { organisationName: string | null; principalName: string | null };

function actingUnder({ id, kind, organisationId, principalAccountId, organisationName, principalName, ...extent }: DelegationRow): ActingFor {
  return {
    kind: organisationId ? "organisation" : "person", id: organisationId ?? principalAccountId ?? "", name: organisationName ?? principalName ?? "",
    delegationId: id, delegation: kind, ...extent,
  };
}

const touchAfterMs = 60_000;

// Keeps the idle clock without a write on every request; housekeeping of the session itself, not a business act.
async function touch(db: Reader, { id, lastSeenAt }: Session, now: Date): Promise<Date> {
  if (now.getTime() - lastSeenAt.getTime() < touchAfterMs) return lastSeenAt;
  await keepAlive(db, now, id);
  return now;
}

/** Starts the idle clock of a session anew. */
export async function keepAlive(db: Reader, now: Date, sessionId: string): Promise<void> {
  await sessionStore(db).update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, sessionId));
}

/** `unproven`: signed in by too little for a sensitive act, which then asks for a proof first. */
export type NewSession = { accountId: string; factors: readonly Factor[]; userAgent: string | null; levelCap?: AssuranceLevel; unproven?: boolean };

/** Opens a session under a new opaque id and returns that id for the cookie. */
export async function openSession(db: Reader, now: Date, input: NewSession): Promise<string> {
  const token = newSessionId();
  const { account, posts } = await holderOf(db, input.accountId, now);
  const { absoluteMinutes } = lifetimeOf({ accountKind: account.kind, posts, elder: account.preferences.mode === "elder" });
  await sessionStore(db).insert(sessions).values({
    idHash: digestOf(token), accountId: input.accountId, levelCap: input.levelCap ?? null, factors: [...input.factors], userAgent: input.userAgent?.slice(0, 300) ?? null,
    createdAt: now, lastSeenAt: now, authenticatedAt: input.unproven ? new Date(0) : now, expiresAt: new Date(now.getTime() + absoluteMinutes * 60_000),
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
  const token = newSessionId();
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

/**
 * Ends every session of an account, but for one; what a new password, phone or factor does. What would become a session goes
 * too: sign-ins that wait for their second factor (`exceptId` may be one of these), and approvals of another device.
 */
export async function revokeSessions(db: Reader, now: Date, accountId: string, exceptId?: string): Promise<void> {
  const store = sessionStore(db);
  await store.update(sessions).set({ revokedAt: now })
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.revokedAt), exceptId ? ne(sessions.id, exceptId) : undefined));
  await store.update(pendingSignIns).set({ usedAt: now })
    .where(and(eq(pendingSignIns.accountId, accountId), isNull(pendingSignIns.usedAt), exceptId ? ne(pendingSignIns.id, exceptId) : undefined));
  await store.update(qrSignIns).set({ usedAt: now }).where(and(eq(qrSignIns.accountId, accountId), isNull(qrSignIns.usedAt)));
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

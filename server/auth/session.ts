import { and, eq, gte, isNull, lte, or, sql } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { accounts, organisationMembers, organisations, sessions, staffPosts } from "@/db/schema";
import type { ActingFor, Actor, Post } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { isAlive, lifetimeOf } from "@/domain/identity/rules";
import { View } from "@/domain/identity/schema";
import { cookieName, digestOf, newToken, readCookie } from "./tokens";

/** Who sends this request, read from the database each time, so that revocation, disabling and lost roles act at once. */
export async function readActor(db: Reader, now: Date, cookieHeader: string | null | undefined): Promise<Actor> {
  const token = readCookie(cookieHeader, cookieName("session"));
  if (!token || token.length > 100) return { kind: "anonymous" };
  const found = await findSession(db, token);
  if (!found || found.account.disabledAt) return { kind: "anonymous" };
  const { session, account } = found;
  const posts = account.kind === "staff" ? await listPosts(db, account.id, now) : [];
  const elder = account.preferences.mode === "elder";
  if (!isAlive(session, lifetimeOf({ accountKind: account.kind, posts, elder }), now)) return { kind: "anonymous" };
  await touch(db, session, now);
  const actingFor = session.actingForOrganisationId ? await findMandate(db, account.id, session.actingForOrganisationId, now) : undefined;
  return {
    kind: "user", id: account.id, name: account.name, accountKind: account.kind, assuranceLevel: account.assuranceLevel,
    sessionId: session.id, posts, ...(actingFor ? { actingFor } : {}),
  };
}

type Session = typeof sessions.$inferSelect;

async function findSession(db: Reader, token: string) {
  const [row] = await db.select({ session: sessions, account: accounts }).from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(eq(sessions.idHash, digestOf(token))).limit(1);
  return row;
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

/** The organisation someone may act for today, or nothing. */
export async function findMandate(db: Reader, accountId: string, organisationId: string, now: Date): Promise<ActingFor | undefined> {
  const [row] = await listMandates(db, accountId, now, organisationId);
  return row;
}

/** The organisations someone may act for today. */
export function listMandates(db: Reader, accountId: string, now: Date, organisationId?: string): Promise<ActingFor[]> {
  const today = shanghaiDay(now);
  return db.select({ organisationId: organisations.id, organisationName: organisations.name }).from(organisationMembers)
    .innerJoin(organisations, eq(organisations.id, organisationMembers.organisationId))
    .where(and(
      eq(organisationMembers.accountId, accountId), isNull(organisationMembers.revokedAt), lte(organisationMembers.validFrom, today),
      or(isNull(organisationMembers.validUntil), gte(organisationMembers.validUntil, today)),
      organisationId ? eq(organisations.id, organisationId) : undefined,
    ));
}

const touchAfterMs = 60_000;

// Keeps the idle clock without a write on every request; housekeeping of the session itself, not a business act.
async function touch(db: Reader, session: Session, now: Date): Promise<void> {
  if (now.getTime() - session.lastSeenAt.getTime() < touchAfterMs) return;
  await sessionStore(db).update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, session.id));
}

export type NewSession = { accountId: string; factors: string[]; userAgent: string | null; actingForOrganisationId?: string | null };

/** Opens a session under a new opaque id and returns that id for the cookie. */
export async function openSession(db: Reader, now: Date, input: NewSession): Promise<string> {
  const token = newToken();
  const { account, posts } = await holderOf(db, input.accountId, now);
  const { absoluteMinutes } = lifetimeOf({ accountKind: account.kind, posts, elder: account.preferences.mode === "elder" });
  await sessionStore(db).insert(sessions).values({
    idHash: digestOf(token), accountId: input.accountId, factors: input.factors, userAgent: input.userAgent?.slice(0, 300) ?? null,
    actingForOrganisationId: input.actingForOrganisationId ?? null,
    createdAt: now, lastSeenAt: now, authenticatedAt: now, expiresAt: new Date(now.getTime() + absoluteMinutes * 60_000),
  });
  return token;
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

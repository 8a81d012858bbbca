import { and, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { generateSync, verifySync } from "otplib";
import type { Reader } from "@/db/client";
import { keyedDigests, open } from "@/db/personal-data";
import { accounts, pendingSignIns, usedTotpSteps } from "@/db/schema";
import type { Factor, User } from "@/domain/core/actor";
import { normaliseCode, normaliseText, parseCitizenId, parsePhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { SecondFactor, SignIn } from "@/domain/identity/schema";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { signInThroughNextAuth } from "./next-auth";
import { passwordMatches } from "./password";
import { findDelegation, openSession, renewSession, revokeSession, sessionStore } from "./session";
import { digestOf, newToken } from "./tokens";

type Account = typeof accounts.$inferSelect;
type SignedIn = { next: "done"; token: string; accountId: string; accountKind: Account["kind"] } | { next: "secondFactor"; token: string };
type Client = { userAgent: string | null };

const minute = 60;
// Per address and per name-at-an-address: the owner of a name can still sign in from elsewhere.
const perAddress = { act: "identity.signIn.address", max: 60, windowSeconds: 10 * minute };
const perName = { act: "identity.signIn.name", max: 10, windowSeconds: 10 * minute };
const perCode = { act: "identity.secondFactor", max: 6, windowSeconds: 10 * minute };

/**
 * Password sign-in. The answer and its time are the same for an unknown name and a wrong password.
 * Errors: `identity.wrongCredentials` (unauthenticated), `requests.tooMany` (too_many).
 */
export async function signIn(ctx: Ctx, input: SignIn, client: Client): Promise<SignedIn> {
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  await limit(ctx.db, ctx.now, { ...perName, subject: `${ctx.address}|${normaliseText(input.identifier).toLowerCase()}` });
  const account = await findAccount(ctx.db, input.identifier);
  const matches = await passwordMatches(account?.passwordHash, input.password);
  if (!account || !matches || account.disabledAt) {
    await record(ctx, "identity.signInRefused", account?.id ?? "unknown");
    throw new DomainError("unauthenticated", "identity.wrongCredentials");
  }
  if (account.totpSecret) return { next: "secondFactor", token: await openPending(ctx, account) };
  return { next: "done", ...(await enter(ctx, account, ["password"], client)) };
}

/**
 * The second factor of a sign-in that waits for it; `pendingToken` is the waiting sign-in's opaque id.
 * Errors: `identity.signInExpired`, `identity.wrongCode` (unauthenticated), `requests.tooMany`.
 */
export async function confirmSecondFactor(ctx: Ctx, pendingToken: string | undefined, { code }: SecondFactor, client: Client) {
  const pending = pendingToken ? await findPending(ctx, pendingToken) : undefined;
  if (!pending) throw new DomainError("unauthenticated", "identity.signInExpired");
  await limit(ctx.db, ctx.now, { ...perCode, subject: pending.account.id });
  if (!(await acceptsCode(ctx.db, pending.account, normaliseCode(code)))) {
    await record(ctx, "identity.secondFactorRefused", pending.account.id);
    throw new DomainError("unauthenticated", "identity.wrongCode");
  }
  const [used] = await sessionStore(ctx.db).update(pendingSignIns).set({ usedAt: ctx.now })
    .where(and(eq(pendingSignIns.id, pending.id), isNull(pendingSignIns.usedAt))).returning();
  if (!used) throw new DomainError("unauthenticated", "identity.signInExpired");
  return enter(ctx, pending.account, ["password", "totp"], client);
}

/** Whether a second factor is awaited under this opaque id. */
export async function awaitsSecondFactor(ctx: Ctx, pendingToken: string | undefined): Promise<boolean> {
  return Boolean(pendingToken && (await findPending(ctx, pendingToken)));
}

/** Ends this session; the audit row says who left. */
export async function signOut(ctx: Ctx, actor: User): Promise<void> {
  await revokeSession(ctx.db, ctx.now, actor.sessionId);
  await record(ctx, "identity.signOut", actor.id);
}

/**
 * Acts under a delegation from now on (or for oneself again, with null) under a new session id.
 * Errors: `delegations.notInForce` (forbidden).
 */
export async function actFor(ctx: Ctx, actor: User, delegationId: string | null, client: Client): Promise<string> {
  const actingFor = delegationId ? await findDelegation(ctx.db, actor.id, delegationId, ctx.now) : undefined;
  if (delegationId && !actingFor) throw new DomainError("forbidden", "delegations.notInForce");
  const token = await renewSession(ctx.db, ctx.now, actor, { delegationId, ...client });
  await commit(ctx, async () => ({ value: undefined, audit: { action: actingFor ? "delegations.actFor" : "delegations.actForSelf", subject: { type: "delegation", id: delegationId ?? actor.actingFor?.delegationId ?? actor.id } } }));
  return token;
}

async function enter(ctx: Ctx, account: Account, factors: Factor[], client: Client) {
  const token = await signInThroughNextAuth({ accountId: account.id, open: () => openSession(ctx.db, ctx.now, { accountId: account.id, factors, ...client }) });
  await record(ctx, "identity.signIn", account.id);
  return { token, accountId: account.id, accountKind: account.kind };
}

function record(ctx: Ctx, action: string, id: string): Promise<void> {
  return commit(ctx, async () => ({ value: undefined, audit: { action, subject: { type: "account", id } } }));
}

async function findAccount(db: Reader, identifier: string): Promise<Account | undefined> {
  const phone = parsePhone(identifier);
  const citizenId = parseCitizenId(identifier)?.number;
  const [account] = await db.select().from(accounts).where(or(
    eq(accounts.signInName, normaliseText(identifier).toLowerCase()),
    phone ? inArray(accounts.phoneIndex, keyedDigests("phone", phone)) : undefined,
    citizenId ? inArray(accounts.citizenIdIndex, keyedDigests("citizenId", citizenId)) : undefined,
  )).limit(1);
  return account;
}

async function openPending(ctx: Ctx, account: Account): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + 10 * minute * 1000);
  await sessionStore(ctx.db).insert(pendingSignIns).values({ idHash: digestOf(token), accountId: account.id, expiresAt });
  return token;
}

async function findPending(ctx: Ctx, token: string) {
  const [row] = await ctx.db.select({ id: pendingSignIns.id, account: accounts }).from(pendingSignIns)
    .innerJoin(accounts, eq(accounts.id, pendingSignIns.accountId))
    .where(and(eq(pendingSignIns.idHash, digestOf(token)), isNull(pendingSignIns.usedAt), gt(pendingSignIns.expiresAt, ctx.now), isNull(accounts.disabledAt)))
    .limit(1);
  return row;
}

// Authenticator apps follow real time, so the moved demo clock has no say here. A time step is accepted once only.
async function acceptsCode(db: Reader, account: Account, code: string): Promise<boolean> {
  if (!account.totpSecret || !/^\d{6}$/.test(code)) return false;
  const secret = open(account.totpSecret, { table: "accounts", column: "totp_secret", row: account.id });
  const epoch = Math.floor(Date.now() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: 30 });
  if (!result.valid) return false;
  const step = Math.floor(epoch / 30) + (result.delta ?? 0);
  const [fresh] = await sessionStore(db).insert(usedTotpSteps).values({ accountId: account.id, step }).onConflictDoNothing().returning();
  await sessionStore(db).delete(usedTotpSteps).where(and(eq(usedTotpSteps.accountId, account.id), sql`${usedTotpSteps.step} < ${step - 100}`));
  return Boolean(fresh);
}

/** The code that a demo account's authenticator would show now; nothing outside demo mode. */
export async function demoCode(ctx: Ctx, pendingToken: string | undefined): Promise<string | undefined> {
  const pending = env().demo && pendingToken ? await findPending(ctx, pendingToken) : undefined;
  if (!pending?.account.demo || !pending.account.totpSecret) return undefined;
  return generateSync({ secret: open(pending.account.totpSecret, { table: "accounts", column: "totp_secret", row: pending.account.id }) });
}

import { and, count, eq, gt, isNull } from "drizzle-orm";
import { accounts, passkeys, pendingSignIns } from "@/db/schema";
import type { AssuranceLevel, Factor } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { requiredSecondFactor, satisfies, secondFactorsFor, type SecondFactorKind } from "@/domain/identity/rules/factors";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import type { Account } from "./accounts";
import { signInThroughNextAuth } from "./next-auth";
import { listPosts, openSession, sessionStore } from "./session";
import { digestOf, newToken } from "./tokens";

export type Client = { userAgent: string | null };
/** What somebody has proven, and how much this way of signing in vouches for. */
export type Proof = { factors: readonly Factor[]; levelCap?: AssuranceLevel | undefined };
export type Entered = { next: "done"; token: string; accountId: string; accountKind: Account["kind"] };
/** Signed in, or a waiting sign-in under its own opaque id: for the second factor, or for setting one up. */
export type SignedIn = Entered | { next: "secondFactor" | "enrol"; token: string };

const waitsMinutes = 10;

/**
 * Goes on from a first factor proven in any way: opens the session under a new id, or keeps the sign-in waiting for the
 * second factor that its owner owes. Errors: `identity.disabled` (forbidden).
 */
export async function proceed(ctx: Ctx, account: Account, proof: Proof, client: Client): Promise<SignedIn> {
  if (account.disabledAt) throw new DomainError("forbidden", "identity.disabled");
  const due = await dueOf(ctx, account);
  if (satisfies(due, proof.factors)) return enter(ctx, account, proof, client);
  const offered = await offeredFor(ctx, account);
  return { next: offered.length > 0 ? "secondFactor" : "enrol", token: await openPending(ctx, account, { ...proof, purpose: "signIn" }) };
}

// Whoever set up an authenticator wants it asked for, whether they must have one or not.
async function dueOf(ctx: Ctx, account: Account) {
  const required = requiredSecondFactor({ accountKind: account.kind, posts: await listPosts(ctx.db, account.id, ctx.now) }, env().demo);
  return required === "none" && account.totpSecret ? "any" : required;
}

/** Whether this account may not be entered by one factor alone. */
export const owesSecondFactor = async (ctx: Ctx, account: Account) => (await dueOf(ctx, account)) !== "none";

/** The second factors of this account that would satisfy what is due, the best first. */
export async function offeredFor(ctx: Ctx, account: Account): Promise<SecondFactorKind[]> {
  const due = await dueOf(ctx, account);
  const [held] = await ctx.db.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.accountId, account.id));
  return secondFactorsFor(due).filter((factor) => (factor === "totp" ? account.totpSecret !== null : (held?.passkeys ?? 0) > 0));
}

/**
 * Whether an account can be proven by more than a code to its phone. A number may have passed to another person: where there
 * is a password, a passkey or an authenticator, sensitive acts ask for one of these.
 */
export async function holdsMore({ db }: Pick<Ctx, "db">, { id, passwordHash, totpSecret }: Pick<Account, "id" | "passwordHash" | "totpSecret">): Promise<boolean> {
  if (passwordHash ?? totpSecret) return true;
  const [held] = await db.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.accountId, id));
  return (held?.passkeys ?? 0) > 0;
}

/** Opens the session of somebody whose every due factor is proven. */
export async function enter(ctx: Ctx, account: Account, { factors, levelCap }: Proof, client: Client): Promise<Entered> {
  const unproven = factors.every((factor) => factor === "phoneCode") && (await holdsMore(ctx, account));
  const token = await signInThroughNextAuth({
    accountId: account.id,
    open: () => openSession(ctx.db, ctx.now, { accountId: account.id, factors, unproven, ...(levelCap ? { levelCap } : {}), ...client }),
  });
  await record(ctx, "identity.signIn", account.id);
  return { next: "done", token, accountId: account.id, accountKind: account.kind };
}

export function record(ctx: Ctx, action: string, id: string): Promise<void> {
  return commit(ctx, async () => ({ value: undefined, audit: { action, subject: { type: "account", id } } }));
}

type PendingPurpose = (typeof pendingSignIns.$inferSelect)["purpose"];

/** Keeps what is proven so far for ten minutes under an opaque id. */
export async function openPending(ctx: Ctx, account: Pick<Account, "id">, { factors, levelCap, purpose }: Proof & { purpose: PendingPurpose }): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + waitsMinutes * 60_000);
  await sessionStore(ctx.db).insert(pendingSignIns).values({ idHash: digestOf(token), accountId: account.id, purpose, factors: [...factors], levelCap: levelCap ?? null, expiresAt });
  return token;
}

/** What waits under this opaque id, with its account. */
export async function findPending(ctx: Ctx, token: string | undefined, purpose: PendingPurpose = "signIn") {
  if (!token) return undefined;
  const [row] = await ctx.db.select({ id: pendingSignIns.id, factors: pendingSignIns.factors, levelCap: pendingSignIns.levelCap, account: accounts }).from(pendingSignIns)
    .innerJoin(accounts, eq(accounts.id, pendingSignIns.accountId))
    .where(and(eq(pendingSignIns.idHash, digestOf(token)), eq(pendingSignIns.purpose, purpose), isNull(pendingSignIns.usedAt), gt(pendingSignIns.expiresAt, ctx.now), isNull(accounts.disabledAt)))
    .limit(1);
  return row;
}

export type Pending = NonNullable<Awaited<ReturnType<typeof findPending>>>;

/** Ends a wait once. Errors: `identity.signInExpired` (unauthenticated). */
export async function takePending(ctx: Ctx, { id }: Pick<Pending, "id">): Promise<void> {
  const [used] = await sessionStore(ctx.db).update(pendingSignIns).set({ usedAt: ctx.now })
    .where(and(eq(pendingSignIns.id, id), isNull(pendingSignIns.usedAt))).returning();
  if (!used) throw new DomainError("unauthenticated", "identity.signInExpired");
}

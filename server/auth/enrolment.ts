import { and, eq, gt, isNull } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, enrolments, pendingSignIns } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { requiredSecondFactor, secondFactorsFor, type SecondFactorKind } from "@/domain/identity/rules/factors";
import type { Enrolment } from "@/domain/identity/schema/staff";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { enter, offeredFor, openPending, record, takePending, type Client, type Entered, type Pending } from "./enter";
import { beginRegistration, finishRegistration } from "./passkeys";
import { hashPassword, requireGoodPassword } from "./password";
import { getPending } from "./second-factor";
import { listPosts, sessionStore } from "./session";
import { digestOf } from "./tokens";
import { acceptsTotp, confirmTotp, startTotp } from "./totp";

const perAddress = { act: "identity.enrol.address", max: 30, windowSeconds: 600 };

/** For whom an enrolment link is; a link that was used, has expired or never was finds nobody. Errors: `requests.tooMany`. */
export async function findEnrolment(ctx: Ctx, token: string): Promise<{ name: string; signInName: string } | undefined> {
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  const found = await findLink(ctx.db, ctx.now, token);
  return found && { name: found.account.name, signInName: found.account.signInName ?? "" };
}

async function findLink(db: Reader, now: Date, token: string) {
  const [found] = await db.select({ id: enrolments.id, account: accounts }).from(enrolments)
    .innerJoin(accounts, eq(accounts.id, enrolments.accountId))
    .where(and(eq(enrolments.tokenDigest, digestOf(token)), isNull(enrolments.usedAt), gt(enrolments.expiresAt, now), isNull(accounts.disabledAt))).limit(1);
  return found;
}

/**
 * Sets how the holder of an enrolment link signs in, once; the second factor is due before anything else, so what comes
 * back is the opaque id of a sign-in that waits for it. Errors: `identity.enrolmentLinkInvalid` (not_found),
 * `identity.signInNameTaken` (conflict), `requests.tooMany`, and as `requireGoodPassword`.
 */
export async function enrol(ctx: Ctx, token: string, { signInName, password }: Enrolment): Promise<string> {
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  const link = await findLink(ctx.db, ctx.now, token);
  if (!link) throw invalid();
  await requireGoodPassword({ ...link.account, signInName }, password);
  const passwordHash = await hashPassword(password);
  await commit(ctx, async (tx) => {
    const [used] = await tx.update(enrolments).set({ usedAt: ctx.now }).where(and(eq(enrolments.id, link.id), isNull(enrolments.usedAt))).returning();
    if (!used) throw invalid();
    const [taken] = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.signInName, signInName)).limit(1);
    if (taken && taken.id !== link.account.id) throw new DomainError("conflict", "identity.signInNameTaken");
    await tx.update(accounts).set({ signInName, passwordHash }).where(eq(accounts.id, link.account.id));
    return { value: undefined, audit: { action: "identity.enrol", subject: { type: "account", id: link.account.id } } };
  });
  return openPending(ctx, link.account, { factors: ["password"], purpose: "signIn" });
}

const invalid = () => new DomainError("not_found", "identity.enrolmentLinkInvalid");

export type FactorEnrolment = { name: string; choices: readonly SecondFactorKind[]; asksTotp: boolean };

/**
 * What somebody whose sign-in waits has to set up: the factors to choose from, or first the code of the authenticator they
 * have, where that is no longer enough. Nothing when no sign-in waits; no choices when there is a factor to sign in by.
 */
export async function findFactorEnrolment(ctx: Ctx, pendingToken: string | undefined): Promise<FactorEnrolment | undefined> {
  const pending = await getPending(ctx, pendingToken).catch(() => undefined);
  return pending && enrolmentOf(ctx, pending);
}

async function enrolmentOf(ctx: Ctx, { account, factors }: Pending): Promise<FactorEnrolment> {
  const offered = await offeredFor(ctx, account);
  const required = requiredSecondFactor({ accountKind: account.kind, posts: await listPosts(ctx.db, account.id, ctx.now) }, env().demo);
  const choices = offered.length > 0 || required === "none" ? [] : secondFactorsFor(required);
  return { name: account.name, choices, asksTotp: choices.length > 0 && account.totpSecret !== null && !factors.includes("totp") };
}

/** The waiting sign-in, if this factor may be set up for it: none beside one that exists, which would have to be proven. Errors: `identity.signInExpired`, `identity.wrongFactor` (unauthenticated). */
async function getEnrolling(ctx: Ctx, pendingToken: string | undefined, factor: SecondFactorKind): Promise<Pending> {
  const pending = await getPending(ctx, pendingToken);
  const { choices, asksTotp } = await enrolmentOf(ctx, pending);
  if (asksTotp || !choices.includes(factor)) throw new DomainError("unauthenticated", "identity.wrongFactor");
  return pending;
}

/** Proves the authenticator held so far, before a better factor joins it. Errors: `identity.signInExpired`, `identity.wrongCode` (unauthenticated), `requests.tooMany`. */
export async function proveHeldTotp(ctx: Ctx, pendingToken: string | undefined, code: string): Promise<void> {
  const { id, account, factors } = await getPending(ctx, pendingToken);
  await limit(ctx.db, ctx.now, { act: "identity.secondFactor", subject: account.id, max: 6, windowSeconds: 600 });
  if (!(await acceptsTotp(ctx.db, account, code))) {
    await record(ctx, "identity.secondFactorRefused", account.id);
    throw new DomainError("unauthenticated", "identity.wrongCode");
  }
  await sessionStore(ctx.db).update(pendingSignIns).set({ factors: [...new Set([...factors, "totp" as const])] }).where(eq(pendingSignIns.id, id));
}

// Whoever enrols has no session yet, and the waiting sign-in stands for it; what they do is their own account's act all the same.
const asHolder = (ctx: Ctx, { id: sessionId, account: { id, name, kind, assuranceLevel } }: Pending): Ctx & { actor: User } => ({
  ...ctx, actor: { kind: "user", id, name, accountKind: kind, assuranceLevel, sessionId, factors: [], authenticatedAt: ctx.now, posts: [] },
});

/** The secret of an authenticator for a waiting sign-in. Errors: `identity.signInExpired`, `identity.wrongFactor` (unauthenticated). */
export async function beginTotpEnrolment(ctx: Ctx, pendingToken: string | undefined): Promise<{ secret: string; uri: string }> {
  return startTotp(asHolder(ctx, await getEnrolling(ctx, pendingToken, "totp")));
}

/** Enrols the authenticator that shows this code and opens the session. Errors: as `beginTotpEnrolment` and `confirmTotp`. */
export async function finishTotpEnrolment(ctx: Ctx, pendingToken: string | undefined, code: string, client: Client): Promise<Entered> {
  const pending = await getEnrolling(ctx, pendingToken, "totp");
  await confirmTotp(asHolder(ctx, pending), { code });
  return finish(ctx, pending, "totp", client);
}

/** What a browser needs to make a passkey for a waiting sign-in. Errors: as `beginTotpEnrolment`. */
export async function beginPasskeyEnrolment(ctx: Ctx, pendingToken: string | undefined) {
  const pending = await getEnrolling(ctx, pendingToken, "passkey");
  return beginRegistration(asHolder(ctx, pending), pending.account);
}

/** Adds the passkey that was made and opens the session. Errors: as `beginTotpEnrolment` and `finishRegistration`. */
export async function finishPasskeyEnrolment(ctx: Ctx, tokens: { pending: string | undefined; passkey: string | undefined }, made: { response: unknown; name: string }, client: Client): Promise<Entered> {
  const pending = await getEnrolling(ctx, tokens.pending, "passkey");
  await finishRegistration(asHolder(ctx, pending), tokens.passkey, pending.account.id, made);
  return finish(ctx, pending, "passkey", client);
}

async function finish(ctx: Ctx, pending: Pending, factor: SecondFactorKind, client: Client): Promise<Entered> {
  await takePending(ctx, pending);
  return enter(ctx, pending.account, { factors: [...pending.factors, factor], levelCap: pending.levelCap ?? undefined }, client);
}

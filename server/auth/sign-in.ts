import type { User } from "@/domain/core/actor";
import { normaliseText, parseCitizenId, parsePhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { SignIn } from "@/domain/identity/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { accountOfPhone, findAccount } from "./accounts";
import { redeemCode } from "./codes";
import { proceed, record, type Client, type SignedIn } from "./enter";
import { passwordMatches, rehash } from "./password";
import { findDelegation, renewSession, revokeSession } from "./session";

const minute = 60;
// Per address and per name-at-an-address: the owner of a name can still sign in from elsewhere.
const perAddress = { act: "identity.signIn.address", max: 60, windowSeconds: 10 * minute };
const perName = { act: "identity.signIn.name", max: 10, windowSeconds: 10 * minute };

// One name however it is typed: figures in Chinese or blanks between them buy no further tries.
const nameOf = (identifier: string) => parsePhone(identifier) ?? parseCitizenId(identifier)?.number ?? normaliseText(identifier).toLowerCase();

/**
 * Password sign-in. The answer and its time are the same for an unknown name and a wrong password.
 * Errors: `identity.wrongCredentials` (unauthenticated), `requests.tooMany` (too_many).
 */
export async function signIn(ctx: Ctx, input: SignIn, client: Client): Promise<SignedIn> {
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  await limit(ctx.db, ctx.now, { ...perName, subject: `${ctx.address}|${nameOf(input.identifier)}` });
  const account = await findAccount(ctx.db, input.identifier);
  const matches = await passwordMatches(account?.passwordHash, input.password);
  if (!account || !matches || account.disabledAt) {
    await record(ctx, "identity.signInRefused", account?.id ?? "unknown");
    throw new DomainError("unauthenticated", "identity.wrongCredentials");
  }
  await rehash(ctx, account, input.password);
  return proceed(ctx, account, { factors: ["password"] }, client);
}

/**
 * Sign-in and sign-up in one: whoever holds the phone that a code went to enters its account, or a new one of level L0.
 * Errors: as `redeemCode`, `identity.disabled` (forbidden).
 */
export async function signInByCode(ctx: Ctx, codeToken: string | undefined, code: string, client: Client): Promise<SignedIn & { created: boolean }> {
  const { phone } = await redeemCode(ctx, codeToken, { purpose: "signIn", code });
  const { account, created } = await accountOfPhone(ctx, phone);
  return { ...(await proceed(ctx, account, { factors: ["phoneCode"] }, client)), created };
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

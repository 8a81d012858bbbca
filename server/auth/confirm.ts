import { count, eq } from "drizzle-orm";
import { open } from "@/db/personal-data";
import { accounts, passkeys } from "@/db/schema";
import type { Factor, User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { provingFactorsFor, requiredSecondFactor } from "@/domain/identity/rules/factors";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import type { Account } from "./accounts";
import { canSendCodes, redeemCode, sendCode } from "./codes";
import { holdsMore, record, type Client } from "./enter";
import { passwordMatches } from "./password";
import { listPosts, renewSession } from "./session";
import { acceptsTotp } from "./totp";

type Signed = Ctx & { actor: User };

/** What somebody may prove themselves by once more; all of it is theirs already. */
export type Proof = { factor: "password"; password: string } | { factor: "totp"; code: string } | { factor: "phoneCode"; code: string; codeToken: string | undefined };
export type ConfirmingFactor = Proof["factor"] | "passkey";

/** The ways in which this person can prove themselves again, the quickest first; whoever works here by a second factor. */
export async function listConfirmingFactors(ctx: Signed): Promise<ConfirmingFactor[]> {
  const account = await accountOf(ctx);
  const [held] = await ctx.db.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.accountId, account.id));
  const has: Record<ConfirmingFactor, boolean> = {
    passkey: (held?.passkeys ?? 0) > 0, totp: account.totpSecret !== null, password: account.passwordHash !== null,
    phoneCode: account.phone !== null && canSendCodes() && !(await holdsMore(ctx, account)),
  };
  return (await allowedFor(ctx, account)).filter((factor) => has[factor]);
}

const allowedFor = async (ctx: Ctx, { id, kind }: Account): Promise<readonly ConfirmingFactor[]> =>
  provingFactorsFor(requiredSecondFactor({ accountKind: kind, posts: await listPosts(ctx.db, id, ctx.now) }, env().demo));

/** Sends a code to the phone of whoever is signed in; returns the opaque id for the cookie. Errors: as `sendCode`, `identity.noPhone` (conflict). */
export async function sendConfirmingCode(ctx: Signed): Promise<string> {
  return sendCode(ctx, { purpose: "confirm", phone: phoneOf(await accountOf(ctx)) });
}

const perAccount = { act: "identity.confirm", max: 10, windowSeconds: 600 };

/**
 * Proves that whoever uses this session is its owner, and renews its id: the old one is nobody's from now on.
 * Errors: `identity.wrongPassword`, `identity.wrongCode`, `identity.strongerProofNeeded` (invalid), as `redeemCode`, `requests.tooMany`.
 */
export async function proveAgain(ctx: Signed, proof: Proof, client: Client): Promise<string> {
  await limit(ctx.db, ctx.now, { ...perAccount, subject: ctx.actor.id });
  const account = await accountOf(ctx);
  const refusal = await refusalOf(ctx, account, proof);
  if (refusal) {
    await record(ctx, "identity.confirmRefused", account.id);
    throw new DomainError("invalid", refusal);
  }
  return confirmProof(ctx, proof.factor, client);
}

/** Renews the session of somebody who has just proven themselves by a factor. */
export async function confirmProof(ctx: Signed, factor: Factor, client: Client): Promise<string> {
  const token = await renewSession(ctx.db, ctx.now, ctx.actor, { proven: [factor], ...client });
  await record(ctx, "identity.confirm", ctx.actor.id);
  return token;
}

async function refusalOf(ctx: Signed, account: Account, proof: Proof): Promise<string | undefined> {
  if (!(await allowedFor(ctx, account)).includes(proof.factor)) return "identity.strongerProofNeeded";
  if (proof.factor === "password") return (await passwordMatches(account.passwordHash, proof.password)) ? undefined : "identity.wrongPassword";
  if (proof.factor === "totp") return (await acceptsTotp(ctx.db, account, proof.code)) ? undefined : "identity.wrongCode";
  if (await holdsMore(ctx, account)) return "identity.strongerProofNeeded";
  const { phone } = await redeemCode(ctx, proof.codeToken, { purpose: "confirm", code: proof.code });
  return phone === phoneOf(account) ? undefined : "identity.oneTimeCodeExpired";
}

async function accountOf({ db, actor }: Signed): Promise<Account> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  if (!account) throw new Error("a session belongs to an account");
  return account;
}

function phoneOf({ id, phone }: Account): string {
  if (!phone) throw new DomainError("conflict", "identity.noPhone");
  return open(phone, { table: "accounts", column: "phone", row: id });
}

import { DomainError } from "@/domain/core/errors";
import type { SecondFactorKind } from "@/domain/identity/rules/factors";
import type { SecondFactor } from "@/domain/identity/schema";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { enter, findPending, offeredFor, record, takePending, type Client, type Entered, type Pending } from "./enter";
import { acceptsTotp, totpOf } from "./totp";

const perCode = { act: "identity.secondFactor", max: 6, windowSeconds: 600 };

/**
 * The one-time code of an authenticator, for a sign-in that waits for it under `pendingToken`.
 * Errors: `identity.signInExpired`, `identity.wrongCode` (unauthenticated), `requests.tooMany`.
 */
export async function confirmSecondFactor(ctx: Ctx, pendingToken: string | undefined, { code }: SecondFactor, client: Client): Promise<Entered> {
  const pending = await getPending(ctx, pendingToken);
  await limit(ctx.db, ctx.now, { ...perCode, subject: pending.account.id });
  if (!(await acceptsTotp(ctx.db, pending.account, code))) {
    await record(ctx, "identity.secondFactorRefused", pending.account.id);
    throw new DomainError("unauthenticated", "identity.wrongCode");
  }
  return finishPending(ctx, pending, "totp", client);
}

/** The sign-in that waits under this opaque id. Errors: `identity.signInExpired` (unauthenticated). */
export async function getPending(ctx: Ctx, pendingToken: string | undefined): Promise<Pending> {
  const pending = await findPending(ctx, pendingToken);
  if (!pending) throw new DomainError("unauthenticated", "identity.signInExpired");
  return pending;
}

/** Opens the session of a waiting sign-in, once, its second factor being proven. Errors: `identity.signInExpired`, `identity.wrongFactor`. */
export async function finishPending(ctx: Ctx, pending: Pending, factor: SecondFactorKind, client: Client): Promise<Entered> {
  if (!(await offeredFor(ctx, pending.account)).includes(factor)) throw new DomainError("unauthenticated", "identity.wrongFactor");
  await takePending(ctx, pending);
  return enter(ctx, pending.account, { factors: [...pending.factors, factor], levelCap: pending.levelCap ?? undefined }, client);
}

/** The second factors that a waiting sign-in may be finished by; nothing waits: undefined. */
export async function awaitedFactors(ctx: Ctx, pendingToken: string | undefined): Promise<SecondFactorKind[] | undefined> {
  const pending = await findPending(ctx, pendingToken);
  return pending && offeredFor(ctx, pending.account);
}

/** The code that a demo account's authenticator would show now; nothing outside demo mode. */
export async function demoCode(ctx: Ctx, pendingToken: string | undefined): Promise<string | undefined> {
  const pending = env().demo ? await findPending(ctx, pendingToken) : undefined;
  return pending?.account.demo ? totpOf(pending.account) : undefined;
}

import { and, eq, sql } from "drizzle-orm";
import { generateSync, verifySync } from "otplib";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { usedTotpSteps } from "@/db/schema";
import { normaliseCode } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { SecondFactorKind } from "@/domain/identity/rules/factors";
import type { SecondFactor } from "@/domain/identity/schema";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import type { Account } from "./accounts";
import { enter, findPending, offeredFor, record, takePending, type Client, type Entered, type Pending } from "./enter";
import { sessionStore } from "./session";

const perCode = { act: "identity.secondFactor", max: 6, windowSeconds: 600 };

/**
 * The one-time code of an authenticator, for a sign-in that waits for it under `pendingToken`.
 * Errors: `identity.signInExpired`, `identity.wrongCode` (unauthenticated), `requests.tooMany`.
 */
export async function confirmSecondFactor(ctx: Ctx, pendingToken: string | undefined, { code }: SecondFactor, client: Client): Promise<Entered> {
  const pending = await getPending(ctx, pendingToken);
  await limit(ctx.db, ctx.now, { ...perCode, subject: pending.account.id });
  if (!(await acceptsCode(ctx.db, pending.account, normaliseCode(code)))) {
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

// Authenticator apps follow real time, so the moved demo clock has no say here. A time step is accepted once only.
/** Whether an authenticator shows this code now; the same code is never accepted twice. */
export async function acceptsCode(db: Reader, account: Pick<Account, "id" | "totpSecret">, code: string): Promise<boolean> {
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
  const pending = env().demo ? await findPending(ctx, pendingToken) : undefined;
  if (!pending?.account.demo || !pending.account.totpSecret) return undefined;
  return generateSync({ secret: open(pending.account.totpSecret, { table: "accounts", column: "totp_secret", row: pending.account.id }) });
}

import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { generateSecret, generateSync, generateURI, verifySync } from "otplib";
import type { Reader } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { accounts, passkeys, totpEnrolments, usedTotpSteps } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { normaliseCode } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { revokeSessions, sessionStore } from "./session";
import { tell } from "./tell";

type Holder = { id: string; totpSecret: string | null };

const secretOf = ({ id, totpSecret }: Holder) => totpSecret && open(totpSecret, { table: "accounts", column: "totp_secret", row: id });

/** Whether this is what the authenticator of an account shows now; each code is accepted once. */
export async function acceptsTotp(db: Reader, account: Holder, code: string): Promise<boolean> {
  const secret = secretOf(account);
  const step = secret ? stepOf(secret, code) : undefined;
  return step !== undefined && useOnce(db, account.id, step);
}

/** What the authenticator of an account shows now: for demo accounts only. */
export function totpOf(account: Holder): string | undefined {
  const secret = secretOf(account);
  return secret ? generateSync({ secret }) : undefined;
}

// Authenticator apps follow real time, so the moved demo clock has no say here.
function stepOf(secret: string, code: string): number | undefined {
  const token = normaliseCode(code);
  if (!/^\d{6}$/.test(token)) return undefined;
  const epoch = Math.floor(Date.now() / 1000);
  const result = verifySync({ secret, token, epoch, epochTolerance: 30 });
  return result.valid ? Math.floor(epoch / 30) + (result.delta ?? 0) : undefined;
}

async function useOnce(db: Reader, accountId: string, step: number): Promise<boolean> {
  const [fresh] = await sessionStore(db).insert(usedTotpSteps).values({ accountId, step }).onConflictDoNothing().returning();
  await sessionStore(db).delete(usedTotpSteps).where(and(eq(usedTotpSteps.accountId, accountId), sql`${usedTotpSteps.step} < ${step - 100}`));
  return Boolean(fresh);
}

const enrolmentMinutes = 30;
const placeOf = (accountId: string) => ({ table: "totp_enrolments", column: "secret", row: accountId }) as const;

/**
 * The secret of an authenticator to be enrolled, as text and as the address of its QR code. The same for half an hour,
 * so that a reload shows what was scanned; worth nothing until a code proves it.
 */
export async function startTotp(ctx: Ctx & { actor: User }): Promise<{ secret: string; uri: string }> {
  const { id, name } = ctx.actor;
  const secret = await findEnrolment(ctx, id) ?? generateSecret();
  await commit(ctx, async (tx) => {
    const row = { accountId: id, secret: seal(secret, placeOf(id)), createdAt: ctx.now };
    await tx.insert(totpEnrolments).values(row).onConflictDoUpdate({ target: totpEnrolments.accountId, set: { secret: row.secret, createdAt: row.createdAt } });
    return { value: undefined, audit: { action: "identity.startTotp", subject: { type: "account", id } } };
  });
  return { secret, uri: generateURI({ issuer: "Tongban", label: name, secret }) };
}

async function findEnrolment({ db, now }: Ctx, accountId: string): Promise<string | undefined> {
  const [row] = await db.select().from(totpEnrolments).where(eq(totpEnrolments.accountId, accountId)).limit(1);
  if (!row || now.getTime() - row.createdAt.getTime() > enrolmentMinutes * 60_000) return undefined;
  return open(row.secret, placeOf(accountId));
}

/**
 * Enrols the authenticator whose code this is, in place of an earlier one, and ends the other sessions.
 * Errors: `identity.enrolmentExpired` (conflict), `identity.wrongCode` (invalid), `requests.tooMany`.
 */
export async function confirmTotp(ctx: Ctx & { actor: User }, { code }: { code: string }): Promise<void> {
  const { id, sessionId } = ctx.actor;
  await limit(ctx.db, ctx.now, { act: "identity.confirmTotp", subject: id, max: 10, windowSeconds: 600 });
  const secret = await findEnrolment(ctx, id);
  if (!secret) throw new DomainError("conflict", "identity.enrolmentExpired");
  const step = stepOf(secret, code);
  if (step === undefined) throw new DomainError("invalid", "identity.wrongCode");
  await commit(ctx, async (tx) => {
    await tx.delete(totpEnrolments).where(eq(totpEnrolments.accountId, id));
    await tx.update(accounts).set({ totpSecret: seal(secret, { table: "accounts", column: "totp_secret", row: id }) }).where(eq(accounts.id, id));
    await useOnce(tx, id, step);
    await revokeSessions(tx, ctx.now, id, sessionId);
    return { value: undefined, audit: { action: "identity.addTotp", subject: { type: "account", id } }, outbox: [tell(id, "authenticatorAdded", randomUUID())] };
  });
}

/** Removes the authenticator and ends the other sessions. Errors: `identity.secondFactorDue` (conflict) where none would be left to staff. */
export async function removeTotp(ctx: Ctx & { actor: User }): Promise<void> {
  const { id, sessionId, accountKind } = ctx.actor;
  if (accountKind === "staff" && (await ctx.db.$count(passkeys, eq(passkeys.accountId, id))) === 0) throw new DomainError("conflict", "identity.secondFactorDue");
  await commit(ctx, async (tx) => {
    await tx.update(accounts).set({ totpSecret: null }).where(eq(accounts.id, id));
    await revokeSessions(tx, ctx.now, id, sessionId);
    return { value: undefined, audit: { action: "identity.removeTotp", subject: { type: "account", id } }, outbox: [tell(id, "authenticatorRemoved", randomUUID())] };
  });
}

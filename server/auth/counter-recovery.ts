import { and, eq, gt, isNotNull, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, open, seal } from "@/db/personal-data";
import { accounts, passkeys, recoveries } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { parseRecoveryCode } from "@/domain/identity/rules/levels";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { enter, type Client, type Entered } from "./enter";
import { tellFormer } from "./former";
import { revokeSessions } from "./session";
import { digestOf } from "./tokens";

const perAddress = { act: "identity.redeemRecovery", max: 10, windowSeconds: 600 };

/**
 * Signs in by the code a clerk has handed over, once. Every earlier way in ends with it (password, authenticator, passkeys,
 * sessions), a confirmed new phone takes the place of the old one, and its owner sets new ways while the proof is fresh.
 * Errors: `identity.recoveryCodeWrong` (unauthenticated), `identity.phoneTaken` (conflict), `requests.tooMany`.
 */
export async function redeemRecovery(ctx: Ctx, typed: string, client: Client): Promise<Entered> {
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  const code = parseRecoveryCode(typed);
  if (!code) throw new DomainError("unauthenticated", "identity.recoveryCodeWrong");
  const account = await commit(ctx, async (tx) => {
    const valid = and(eq(recoveries.codeDigest, digestOf(code)), isNull(recoveries.usedAt), gt(recoveries.codeExpiresAt, ctx.now));
    const [recovery] = await tx.update(recoveries).set({ usedAt: ctx.now }).where(valid).returning();
    const [found] = recovery ? await tx.select().from(accounts).where(and(eq(accounts.id, recovery.accountId), isNull(accounts.disabledAt))).for("update") : [];
    if (!recovery || !found) throw new DomainError("unauthenticated", "identity.recoveryCodeWrong");
    const [cleared] = await tx.update(accounts).set({ passwordHash: null, totpSecret: null, ...(await newPhone(tx, recovery)) }).where(eq(accounts.id, found.id)).returning();
    await tx.delete(passkeys).where(eq(passkeys.accountId, found.id));
    // Another that was asked for at the same counter opens nothing any more.
    await tx.update(recoveries).set({ usedAt: ctx.now }).where(and(eq(recoveries.accountId, found.id), isNotNull(recoveries.codeDigest), isNull(recoveries.usedAt)));
    await revokeSessions(tx, ctx.now, found.id);
    return {
      value: cleared ?? found,
      audit: { action: "identity.recover", subject: { type: "account", id: found.id }, after: { recoveryId: recovery.id, newPhone: recovery.newPhone !== null } },
      outbox: [{ topic: "notices.tell", payload: { accountId: found.id, template: "recovered", params: {}, dedupeKey: `recovered:${recovery.id}` } }, ...(recovery.newPhone ? tellFormer(found, "phone") : [])],
    };
  });
  return enter(ctx, account, { factors: ["counter"] }, client);
}

async function newPhone(tx: Tx, { id, accountId, newPhone: sealed }: typeof recoveries.$inferSelect) {
  if (!sealed) return {};
  const phone = open(sealed, { table: "recoveries", column: "new_phone", row: id });
  const phoneIndex = keyedDigest("phone", phone);
  const [holder] = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.phoneIndex, phoneIndex)).limit(1);
  if (holder && holder.id !== accountId) throw new DomainError("conflict", "identity.phoneTaken");
  return { phone: seal(phone, { table: "accounts", column: "phone", row: accountId }), phoneIndex };
}

import { randomUUID } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import { keyedDigest, keyedDigests, seal } from "@/db/personal-data";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { redeemCode } from "./codes";
import { tellFormer } from "./former";
import { revokeSessions } from "./session";
import { tell } from "./tell";

/**
 * Puts the phone that a code has just proven in place of the old one; the other sessions end, and both phones are told.
 * Errors: as `redeemCode`, `identity.phoneTaken` (conflict).
 */
export async function changePhone(ctx: Ctx & { actor: User }, codeToken: string | undefined, code: string): Promise<void> {
  const { phone } = await redeemCode(ctx, codeToken, { purpose: "changePhone", code });
  const { id, sessionId } = ctx.actor;
  await commit(ctx, async (tx) => {
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, id)).for("update");
    const [holder] = await tx.select({ id: accounts.id }).from(accounts).where(inArray(accounts.phoneIndex, keyedDigests("phone", phone))).limit(1);
    if (holder && holder.id !== id) throw new DomainError("conflict", "identity.phoneTaken");
    await tx.update(accounts).set({ phone: seal(phone, { table: "accounts", column: "phone", row: id }), phoneIndex: keyedDigest("phone", phone) }).where(eq(accounts.id, id));
    await revokeSessions(tx, ctx.now, id, sessionId);
    return { value: undefined, audit: { action: "identity.changePhone", subject: { type: "account", id } }, outbox: [tell(id, "phoneChanged", randomUUID()), ...(account ? tellFormer(account, "phone") : [])] };
  });
}

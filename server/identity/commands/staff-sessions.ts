import { and, eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { revokeSessions } from "@/server/auth/session";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

/** Ends every session of a member of staff at once: what protects does not wait for a second person. Errors: `identity.staffNotFound`. */
export function endStaffSessions(ctx: Ctx & { actor: User }, { accountId }: { accountId: string }): Promise<void> {
  return commit(ctx, async (tx) => {
    const [account] = await tx.select({ id: accounts.id }).from(accounts).where(and(eq(accounts.id, accountId), eq(accounts.kind, "staff"))).limit(1);
    if (!account) throw new DomainError("not_found", "identity.staffNotFound");
    await revokeSessions(tx, ctx.now, accountId);
    return { value: undefined, audit: { action: "identity.endStaffSessions", subject: { type: "account", id: accountId } } };
  });
}

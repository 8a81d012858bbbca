import { and, asc, eq, ne } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, externalIdentities, passkeys } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { canSendCodes } from "./codes";
import { revokeSessions } from "./session";

type Signed = Ctx & { actor: User };

/** The identities at other providers that sign in to one's account. `name` is null for a provider that is offered no longer. */
export async function listExternal({ db, actor }: Signed) {
  const rows = await db.select().from(externalIdentities).where(eq(externalIdentities.accountId, actor.id)).orderBy(asc(externalIdentities.linkedAt));
  return rows.map(({ id, issuer, linkedAt, lastUsedAt }) => ({
    id, name: env().OIDC_PROVIDERS.find((provider) => provider.issuer === issuer)?.name ?? null, host: new URL(issuer).host,
    linkedAt: linkedAt.toISOString(), lastUsedAt: lastUsedAt.toISOString(),
  }));
}

/**
 * Unlinks an identity at another provider, never the last way in; the other sessions end.
 * Errors: `identity.linkNotFound` (not_found), `identity.lastWayIn` (conflict).
 */
export function unlinkExternal(ctx: Signed, id: string): Promise<void> {
  return commit(ctx, async (tx) => {
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, ctx.actor.id)).for("update");
    const [mine] = await tx.select().from(externalIdentities).where(and(eq(externalIdentities.id, id), eq(externalIdentities.accountId, ctx.actor.id))).limit(1);
    if (!account || !mine) throw new DomainError("not_found", "identity.linkNotFound");
    if (!(await hasAnotherWay(tx, account, id))) throw new DomainError("conflict", "identity.lastWayIn");
    await tx.delete(externalIdentities).where(eq(externalIdentities.id, id));
    await revokeSessions(tx, ctx.now, account.id, ctx.actor.sessionId);
    return { value: undefined, audit: { action: "identity.unlinkProvider", subject: { type: "account", id: account.id }, after: { host: new URL(mine.issuer).host } } };
  });
}

async function hasAnotherWay(db: Reader | Tx, { id, passwordHash, phoneIndex }: typeof accounts.$inferSelect, exceptId: string): Promise<boolean> {
  if (passwordHash ?? (canSendCodes() ? phoneIndex : null)) return true;
  if ((await db.$count(passkeys, eq(passkeys.accountId, id))) > 0) return true;
  return (await db.$count(externalIdentities, and(eq(externalIdentities.accountId, id), ne(externalIdentities.id, exceptId)))) > 0;
}

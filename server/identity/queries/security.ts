import { eq } from "drizzle-orm";
import { open } from "@/db/personal-data";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { maskEmail, maskPhone } from "@/domain/core/codes";
import { listPasskeys } from "@/server/auth/passkeys";
import type { Ctx } from "@/server/core/context";

/** By what somebody signs in: whether there is a password and an authenticator, phone and e-mail address masked, and the passkeys. */
export async function getMeans({ db, actor }: Ctx & { actor: User }) {
  const [account] = await db.select({ phone: accounts.phone, email: accounts.email, passwordHash: accounts.passwordHash, totpSecret: accounts.totpSecret }).from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  const passkeys = await listPasskeys(db, actor.id);
  return {
    hasPassword: Boolean(account?.passwordHash), hasTotp: Boolean(account?.totpSecret),
    phone: account?.phone ? maskPhone(open(account.phone, { table: "accounts", column: "phone", row: actor.id })) : null,
    email: account?.email ? maskEmail(open(account.email, { table: "accounts", column: "email", row: actor.id })) : null,
    passkeys: passkeys.map(({ id, name, synced, createdAt, lastUsedAt }) => ({ id, name, synced, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null })),
  };
}

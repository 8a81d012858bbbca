import { hash, verify } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { open } from "@/db/personal-data";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { passwordFault, passwordLength, type PasswordFault } from "@/domain/identity/rules/passwords";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import type { Account } from "./accounts";
import { revokeSessions, sessionStore } from "./session";
import { tell } from "./tell";
import { newToken } from "./tokens";

// OWASP minimum for Argon2id: 19 MiB, two passes, one lane.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const current = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** Argon2id hash of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

let decoy: Promise<string> | undefined;

/** Compares in the same time whether the account exists or not. */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID());
  const matches = await verify(stored ?? (await decoy), password);
  return matches && Boolean(stored);
}

/** Hashes a password anew, now that it is known, where it was hashed under other parameters. */
export async function rehash({ db }: Ctx, { id, passwordHash }: Pick<Account, "id" | "passwordHash">, password: string): Promise<void> {
  if (!passwordHash || passwordHash.startsWith(current)) return;
  await sessionStore(db).update(accounts).set({ passwordHash: await hashPassword(password) }).where(eq(accounts.id, id));
}

let common: Promise<ReadonlySet<string>> | undefined;

/** The passwords that are guessed first; half a megabyte, loaded when somebody first chooses one. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(({ dictionary }) => new Set(dictionary["passwords-common"]));
  return common;
}

const codes: Record<PasswordFault, string> = { tooShort: "identity.passwordTooShort", tooLong: "identity.passwordTooLong", common: "identity.passwordCommon", own: "identity.passwordOwn" };

function ownOf({ id, name, signInName, phone, citizenId }: Account): string[] {
  const sealed = [phone && open(phone, { table: "accounts", column: "phone", row: id }), citizenId && open(citizenId, { table: "accounts", column: "citizen_id", row: id })];
  return [name, signInName, ...sealed].filter((text) => text !== null);
}

/** Errors: `identity.passwordTooShort`, `…TooLong`, `…Common`, `…Own` (invalid). */
export async function requireGoodPassword(account: Account, password: string): Promise<void> {
  const fault = passwordFault(password, { common: await commonPasswords(), own: ownOf(account) });
  if (fault) throw new DomainError("invalid", codes[fault], { min: passwordLength.min, max: passwordLength.max });
}

/**
 * Gives whoever is signed in, and has just proven themselves, a new password or their first; every other session ends and
 * they are told. Errors: as `requireGoodPassword`.
 */
export async function setPassword(ctx: Ctx & { actor: User }, password: string): Promise<void> {
  const [account] = await ctx.db.select().from(accounts).where(eq(accounts.id, ctx.actor.id)).limit(1);
  if (!account) throw new Error("a session belongs to an account");
  await keepPassword(ctx, account, { password, template: "passwordChanged", action: "identity.setPassword", exceptSessionId: ctx.actor.sessionId });
}

type NewPassword = { password: string; template: "passwordChanged" | "passwordRecovered"; action: string; exceptSessionId?: string };

/** Keeps a new password, ends the sessions and tells the owner, in one transaction. Errors: as `requireGoodPassword`. */
export async function keepPassword(ctx: Ctx, account: Account, { password, template, action, exceptSessionId }: NewPassword): Promise<void> {
  await requireGoodPassword(account, password);
  const passwordHash = await hashPassword(password);
  await commit(ctx, async (tx) => {
    await tx.update(accounts).set({ passwordHash }).where(eq(accounts.id, account.id));
    await revokeSessions(tx, ctx.now, account.id, exceptSessionId);
    return { value: undefined, audit: { action, subject: { type: "account", id: account.id } }, outbox: [tell(account.id, template, newToken().slice(0, 12))] };
  });
}

import { inArray } from "drizzle-orm";
import { keyedDigests } from "@/db/personal-data";
import { accounts } from "@/db/schema";
import { parseCitizenId } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { redeemCode } from "./codes";
import { findPending, openPending, proceed, takePending, type Client, type SignedIn } from "./enter";
import { finishAuthentication } from "./passkeys";
import { keepPassword, requireGoodPassword } from "./password";

const perAccount = { act: "identity.recover", max: 5, windowSeconds: 3600 };

/**
 * The first step of recovery, by the code sent to the phone (purpose `recover`); returns the opaque id of a recovery that
 * waits for the rest. Only the holder of the phone learns whether it has an account.
 * Errors: as `redeemCode`, `identity.noAccount` (not_found), `identity.recoverInPerson` (forbidden).
 */
export async function recoverByCode(ctx: Ctx, codeToken: string | undefined, code: string): Promise<string> {
  const { phone } = await redeemCode(ctx, codeToken, { purpose: "recover", code });
  const [account] = await ctx.db.select().from(accounts).where(inArray(accounts.phoneIndex, keyedDigests("phone", phone))).limit(1);
  if (!account) throw new DomainError("not_found", "identity.noAccount");
  if (account.disabledAt) throw new DomainError("forbidden", "identity.disabled");
  // Whoever works here is let back in by the security administrator, who knows them.
  if (account.kind === "staff") throw new DomainError("forbidden", "identity.recoverInPerson");
  return openPending(ctx, account, { factors: ["phoneCode"], purpose: "recover" });
}

/** The first step by a passkey, which is two factors in one. Errors: as `finishAuthentication`, `identity.recoverInPerson`, `identity.disabled` (forbidden). */
export async function recoverByPasskey(ctx: Ctx, challengeToken: string | undefined, response: unknown): Promise<string> {
  const account = await finishAuthentication(ctx, challengeToken, response);
  if (account.disabledAt) throw new DomainError("forbidden", "identity.disabled");
  if (account.kind === "staff") throw new DomainError("forbidden", "identity.recoverInPerson");
  return openPending(ctx, account, { factors: ["passkey"], purpose: "recover" });
}

/** What a waiting recovery still asks for; nothing waits: undefined. */
export async function findRecovery(ctx: Ctx, token: string | undefined): Promise<{ asksCitizenId: boolean } | undefined> {
  const pending = await findPending(ctx, token, "recover");
  return pending && { asksCitizenId: asksCitizenId(pending) };
}

// Whose identity is proven has a second thing that only they know for certain; an account of level L0 is its phone and no more.
const asksCitizenId = ({ factors, account }: { factors: readonly string[]; account: { citizenIdIndex: string | null } }) => !factors.includes("passkey") && account.citizenIdIndex !== null;

/**
 * Sets the new password: every session ends, its owner is told, and they are signed in; a second factor that is due is asked.
 * Errors: `identity.signInExpired` (unauthenticated), `identity.recoveryRefused` (invalid), `requests.tooMany`, as `requireGoodPassword`.
 */
export async function finishRecovery(ctx: Ctx, token: string | undefined, { citizenId, password }: { citizenId: string; password: string }, client: Client): Promise<SignedIn> {
  const pending = await findPending(ctx, token, "recover");
  if (!pending) throw new DomainError("unauthenticated", "identity.signInExpired");
  const { account, factors } = pending;
  if (asksCitizenId(pending)) {
    await limit(ctx.db, ctx.now, { ...perAccount, subject: account.id });
    const number = parseCitizenId(citizenId)?.number;
    if (!number || !keyedDigests("citizenId", number).includes(account.citizenIdIndex ?? "")) {
      await commit(ctx, async () => ({ value: undefined, audit: { action: "identity.recoveryRefused", subject: { type: "account", id: account.id } } }));
      throw new DomainError("invalid", "identity.recoveryRefused");
    }
  }
  await requireGoodPassword(account, password);
  await takePending(ctx, pending);
  await keepPassword(ctx, account, { password, template: "passwordRecovered", action: "identity.recoverPassword" });
  return proceed(ctx, account, { factors: [...factors] }, client);
}

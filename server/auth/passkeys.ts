import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { and, asc, eq, gt, isNull, lt } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, passkeyChallenges, passkeys } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { PasskeyMade, PasskeyName, PasskeySigned } from "@/domain/identity/schema/passkeys";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import type { Account } from "./accounts";
import { offeredFor, owesSecondFactor, proceed, type Client, type Entered, type SignedIn } from "./enter";
import { finishPending, getPending } from "./second-factor";
import { revokeSessions, sessionStore } from "./session";
import { tell } from "./tell";
import { digestOf, newToken } from "./tokens";

export type Passkey = typeof passkeys.$inferSelect;

const minutes = 5;
const mostPerAccount = 10;
const perAddress = { act: "identity.passkey", max: 600, windowSeconds: 600 };

// A passkey belongs to the host of the portal's public address; elsewhere a browser does not even offer it.
function site() {
  const { hostname, origin } = new URL(env().publicUrl);
  return { rpID: hostname, origin };
}

type Purpose = (typeof passkeyChallenges.$inferSelect)["purpose"];

async function keepChallenge(ctx: Ctx, challenge: string, purpose: Purpose, accountId: string | undefined): Promise<string> {
  const token = newToken();
  const store = sessionStore(ctx.db);
  await store.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, ctx.now));
  await store.insert(passkeyChallenges).values({ idHash: digestOf(token), challenge, purpose, accountId: accountId ?? null, expiresAt: new Date(ctx.now.getTime() + minutes * 60_000) });
  return token;
}

async function takeChallenge(ctx: Ctx, token: string | undefined, purpose: Purpose): Promise<{ challenge: string; accountId: string | null }> {
  const [row] = await sessionStore(ctx.db).update(passkeyChallenges).set({ usedAt: ctx.now })
    .where(and(eq(passkeyChallenges.idHash, digestOf(token ?? "")), eq(passkeyChallenges.purpose, purpose), isNull(passkeyChallenges.usedAt), gt(passkeyChallenges.expiresAt, ctx.now))).returning();
  if (!row) throw new DomainError("invalid", "identity.passkeyExpired");
  return row;
}

/** The passkeys of an account, the oldest first. */
export function listPasskeys(db: Reader, accountId: string): Promise<Passkey[]> {
  return db.select().from(passkeys).where(eq(passkeys.accountId, accountId)).orderBy(asc(passkeys.id));
}

/**
 * Begins to add a passkey to an account whose owner has just proven themselves: what to hand to the browser, and the
 * opaque id for its `passkey` cookie, good once within five minutes. Errors: `identity.passkeysTooMany` (conflict).
 */
export async function beginRegistration(ctx: Ctx, account: Pick<Account, "id" | "name">) {
  const held = await listPasskeys(ctx.db, account.id);
  if (held.length >= mostPerAccount) throw new DomainError("conflict", "identity.passkeysTooMany", { max: mostPerAccount });
  const options = await generateRegistrationOptions({
    rpName: "通办", rpID: site().rpID, userName: account.name, userDisplayName: account.name, userID: new TextEncoder().encode(account.id),
    timeout: minutes * 60_000, attestationType: "none",
    excludeCredentials: held.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    // It must be found without a name, and must check that it is its owner.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { options, token: await keepChallenge(ctx, options.challenge, "register", account.id) };
}

/**
 * Adds the passkey that a browser has made; the account's other sessions end, and its owner is told.
 * Errors: `identity.passkeyExpired`, `identity.passkeyRefused` (invalid), `identity.passkeyHeld` (conflict).
 */
export async function finishRegistration(ctx: Ctx, token: string | undefined, accountId: string, { response, name }: { response: unknown; name: string }): Promise<Passkey> {
  const { challenge, accountId: expected } = await takeChallenge(ctx, token, "register");
  const answer = PasskeyMade.safeParse(response);
  if (!answer.success || expected !== accountId) throw refused();
  const { rpID, origin } = site();
  const made = await verifyRegistrationResponse({ response: answer.data, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true }).catch(() => undefined);
  if (!made?.verified) throw refused();
  const { credential, credentialBackedUp } = made.registrationInfo;
  const row = {
    accountId, credentialId: credential.id, publicKey: Buffer.from(credential.publicKey).toString("base64url"), signCount: credential.counter,
    transports: credential.transports ?? [], synced: credentialBackedUp, name: PasskeyName.catch("Passkey").parse(name), createdAt: ctx.now,
  };
  const passkey = await commit(ctx, async (tx) => {
    const [added] = await tx.insert(passkeys).values(row).onConflictDoNothing({ target: passkeys.credentialId }).returning();
    if (!added) throw new DomainError("conflict", "identity.passkeyHeld");
    return { value: added, audit: { action: "identity.addPasskey", subject: { type: "account", id: accountId }, after: { passkeyId: added.id } }, outbox: [tell(accountId, "passkeyAdded", added.id)] };
  });
  await revokeSessions(ctx.db, ctx.now, accountId, ownSession(ctx, accountId));
  return passkey;
}

const refused = () => new DomainError("invalid", "identity.passkeyRefused");
const ownSession = ({ actor }: Ctx, accountId: string) => (actor.kind === "user" && actor.id === accountId ? actor.sessionId : undefined);

/**
 * Removes a passkey of whoever is signed in; their other sessions end. Who works here keeps a second factor.
 * Errors: `identity.passkeyUnknown` (not_found), `identity.secondFactorDue` (conflict).
 */
export async function removePasskey(ctx: Ctx & { actor: User }, passkeyId: string): Promise<void> {
  const accountId = ctx.actor.id;
  await commit(ctx, async (tx) => {
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for("update");
    const [removed] = await tx.delete(passkeys).where(and(eq(passkeys.id, passkeyId), eq(passkeys.accountId, accountId))).returning();
    if (!removed || !account) throw new DomainError("not_found", "identity.passkeyUnknown");
    const within = { ...ctx, db: tx };
    if ((await owesSecondFactor(within, account)) && (await offeredFor(within, account)).length === 0) throw new DomainError("conflict", "identity.secondFactorDue");
    return { value: undefined, audit: { action: "identity.removePasskey", subject: { type: "account", id: accountId }, before: { passkeyId } }, outbox: [tell(accountId, "passkeyRemoved", passkeyId)] };
  });
  await revokeSessions(ctx.db, ctx.now, accountId, ctx.actor.sessionId);
}

/** Begins to ask for a passkey: of this account, or of whoever holds one for this site. As `beginRegistration`. Errors: `requests.tooMany`. */
export async function beginAuthentication(ctx: Ctx, accountId?: string) {
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  const held = accountId ? await listPasskeys(ctx.db, accountId) : [];
  const options = await generateAuthenticationOptions({
    rpID: site().rpID, timeout: minutes * 60_000, userVerification: "required",
    ...(accountId ? { allowCredentials: held.map(({ credentialId, transports }) => ({ id: credentialId, transports })) } : {}),
  });
  return { options, token: await keepChallenge(ctx, options.challenge, "authenticate", accountId) };
}

/**
 * The account whose passkey has signed this browser's challenge, once. A challenge begun for one account is answered for
 * that one (`accountId`) only, and never the other way round. A counter that runs backwards tells of a copy.
 * Errors: `identity.passkeyExpired`, `identity.passkeyRefused` (invalid).
 */
export async function finishAuthentication(ctx: Ctx, token: string | undefined, response: unknown, accountId?: string): Promise<Account> {
  const { challenge, accountId: asked } = await takeChallenge(ctx, token, "authenticate");
  const answer = PasskeySigned.safeParse(response);
  if (!answer.success || asked !== (accountId ?? null)) throw refused();
  const [found] = await ctx.db.select({ passkey: passkeys, account: accounts }).from(passkeys)
    .innerJoin(accounts, eq(accounts.id, passkeys.accountId)).where(eq(passkeys.credentialId, answer.data.id)).limit(1);
  if (!found || (accountId && found.account.id !== accountId)) throw refused();
  const { passkey: { id, credentialId, publicKey, signCount, transports }, account } = found;
  const { rpID, origin } = site();
  const signed = await verifyAuthenticationResponse({
    response: answer.data, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true,
    credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")), counter: signCount, transports },
  }).catch(() => undefined);
  if (!signed?.verified) {
    await commit(ctx, async () => ({ value: undefined, audit: { action: "identity.passkeyRefused", subject: { type: "account", id: account.id } } }));
    throw refused();
  }
  await sessionStore(ctx.db).update(passkeys).set({ signCount: signed.authenticationInfo.newCounter, lastUsedAt: ctx.now }).where(eq(passkeys.id, id));
  return account;
}

/** Signs in by a passkey alone: it is two factors in one. Errors: as `finishAuthentication`, `identity.disabled` (forbidden). */
export async function signInByPasskey(ctx: Ctx, token: string | undefined, response: unknown, client: Client): Promise<SignedIn> {
  return proceed(ctx, await finishAuthentication(ctx, token, response), { factors: ["passkey"] }, client);
}

/** Finishes a waiting sign-in by a passkey of its account. Errors: as `finishAuthentication`, `identity.signInExpired` (unauthenticated). */
export async function confirmByPasskey(ctx: Ctx, tokens: { pending: string | undefined; passkey: string | undefined }, response: unknown, client: Client): Promise<Entered> {
  const pending = await getPending(ctx, tokens.pending);
  await finishAuthentication(ctx, tokens.passkey, response, pending.account.id);
  return finishPending(ctx, pending, "passkey", client);
}

import { and, eq, gt, inArray, isNotNull, isNull, lt } from "drizzle-orm";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { keyedDigest, keyedDigests, open, seal } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
import { accounts, externalIdentities, externalSignIns } from "@/db/schema";
import { assuranceLevels, reaches, type AssuranceLevel, type User } from "@/domain/core/actor";
import { maskName, parseCitizenId } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { isFresh, safeReturnPath } from "@/domain/identity/rules";
import { env, type IdentityProviderSettings } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { logger } from "@/server/core/logger";
import { limit } from "@/server/core/rate-limit";
import { liveIdentityProvider } from "@/server/integrations/identity-provider/live";
import { ProviderRefusal, type ExternalIdentity } from "@/server/integrations/identity-provider/port";
import type { Account } from "./accounts";
import { proceed, type Client, type SignedIn } from "./enter";
import { sessionStore } from "./session";
import { digestOf, newToken } from "./tokens";

const perAddress = { act: "identity.external", max: 60, windowSeconds: 600 };
const waitsMinutes = 15;
const place = (row: string): Place => ({ table: "external_sign_ins", column: "payload", row });

const Begun = z.object({ next: z.string(), kept: z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }) });
const Answered = z.object({
  next: z.string(),
  identity: z.object({ issuer: z.string(), subject: z.string(), name: z.string(), citizenId: z.string(), level: z.enum(assuranceLevels) }),
});
type Waiting = z.infer<typeof Answered> & { id: string; provider: IdentityProviderSettings };

/** The providers that people may sign in with. */
export function listProviders(): { key: string; name: { zh: string; en: string } }[] {
  return env().OIDC_PROVIDERS.map(({ key, name }) => ({ key, name }));
}

function getProvider(key: string): IdentityProviderSettings {
  const provider = env().OIDC_PROVIDERS.find((one) => one.key === key);
  if (!provider) throw new DomainError("not_found", "identity.providerUnknown");
  return provider;
}

// The same in every language: it is registered with the provider.
const callbackOf = ({ key }: IdentityProviderSettings) => `${env().publicUrl}/sign-in/with/${key}/callback`;

/**
 * Begins a sign-in at another provider: where to send the browser, and the opaque id by which it will be known again.
 * Errors: `identity.providerUnknown` (not_found), `identity.providerAway` (conflict), `requests.tooMany`.
 */
export async function beginExternal(ctx: Ctx, { key, next }: { key: string; next: string }): Promise<{ url: string; token: string }> {
  const provider = getProvider(key);
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  const { url, kept } = await told(provider, liveIdentityProvider(provider).begin(callbackOf(provider)));
  const token = newToken();
  await sessionStore(ctx.db).transaction(async (tx) => {
    const id = await newId(tx);
    const payload = seal(JSON.stringify({ next: safeReturnPath(next, ""), kept }), place(id));
    await tx.insert(externalSignIns).values({ id, cookieDigest: digestOf(token), provider: key, payload, expiresAt: new Date(ctx.now.getTime() + waitsMinutes * 60_000) });
  });
  return { url, token };
}

export type ExternalArrival = { known: true; signedIn: SignedIn; next: string } | { known: false };

/**
 * Takes the provider's answer, once, in the browser that asked: signs in whoever is linked to it already; anybody else waits
 * to be linked or to become an account. Errors: `identity.externalExpired` (unauthenticated), `identity.providerRefused`
 * (unauthenticated), `identity.providerAway` (conflict), `identity.providerTooWeak` (forbidden).
 */
export async function answerExternal(ctx: Ctx, token: string | undefined, { key, query }: { key: string; query: string }, client: Client): Promise<ExternalArrival> {
  const provider = getProvider(key);
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  const row = await takeAnswer(ctx, token, key);
  const { next, kept } = Begun.parse(JSON.parse(open(row.payload, place(row.id))));
  const identity = await told(provider, liveIdentityProvider(provider).finish(new URL(`${callbackOf(provider)}${query}`), kept));
  const account = await findLinked(ctx, identity);
  if (account) {
    await finish(ctx, row.id);
    return { known: true, next, signedIn: await proceed(ctx, account, { factors: ["provider"], levelCap: identity.level }, client) };
  }
  const citizenId = parseCitizenId(identity.citizenId ?? "")?.number;
  if (!citizenId || !identity.name || !reaches(identity.level, "L1")) throw new DomainError("forbidden", "identity.providerTooWeak");
  const payload = seal(JSON.stringify({ next, identity: { ...identity, citizenId } }), place(row.id));
  await sessionStore(ctx.db).update(externalSignIns).set({ payload }).where(eq(externalSignIns.id, row.id));
  return { known: false };
}

/** One answer for one question: whoever comes second, with the same or another, is refused. */
async function takeAnswer({ db, now }: Ctx, token: string | undefined, key: string) {
  const [row] = token ? await sessionStore(db).update(externalSignIns).set({ answeredAt: now })
    .where(and(eq(externalSignIns.cookieDigest, digestOf(token)), eq(externalSignIns.provider, key), isNull(externalSignIns.answeredAt), gt(externalSignIns.expiresAt, now))).returning() : [];
  if (!row) throw new DomainError("unauthenticated", "identity.externalExpired");
  return row;
}

async function told<T>(provider: IdentityProviderSettings, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    const { cause } = error;
    logger.warn("identity.providerRefused", { provider: provider.key, away: error.away, code: cause instanceof Error && "code" in cause ? String(cause.code) : undefined });
    throw error.away ? new DomainError("conflict", "identity.providerAway") : new DomainError("unauthenticated", "identity.providerRefused");
  }
}

const isOf = ({ issuer, subject }: Pick<ExternalIdentity, "issuer" | "subject">) => and(eq(externalIdentities.issuer, issuer), eq(externalIdentities.subject, subject));

async function findLinked(ctx: Ctx, identity: ExternalIdentity): Promise<Account | undefined> {
  const [row] = await ctx.db.select({ account: accounts }).from(externalIdentities).innerJoin(accounts, eq(accounts.id, externalIdentities.accountId)).where(isOf(identity)).limit(1);
  if (row) await sessionStore(ctx.db).update(externalIdentities).set({ lastUsedAt: ctx.now }).where(isOf(identity));
  return row?.account;
}

async function findWaiting({ db, now }: Pick<Ctx, "db" | "now">, token: string | undefined): Promise<Waiting | undefined> {
  if (!token) return undefined;
  const [row] = await db.select().from(externalSignIns)
    .where(and(eq(externalSignIns.cookieDigest, digestOf(token)), isNotNull(externalSignIns.answeredAt), isNull(externalSignIns.usedAt), gt(externalSignIns.expiresAt, now))).limit(1);
  const answered = row && Answered.safeParse(JSON.parse(open(row.payload, place(row.id)))).data;
  return answered && { ...answered, id: row.id, provider: getProvider(row.provider) };
}

async function getWaiting(ctx: Ctx, token: string | undefined): Promise<Waiting> {
  const waiting = await findWaiting(ctx, token);
  if (!waiting) throw new DomainError("unauthenticated", "identity.externalExpired");
  return waiting;
}

export type WaitingView = { provider: { zh: string; en: string }; name: string; level: AssuranceLevel; hasAccount: boolean; next: string };

/** Whom the provider says this browser belongs to, while nobody here is linked to them; the name masked. */
export async function waitingExternal(ctx: Ctx, token: string | undefined): Promise<WaitingView | undefined> {
  const waiting = await findWaiting(ctx, token);
  if (!waiting) return undefined;
  const { identity, provider, next } = waiting;
  return { provider: provider.name, name: maskName(identity.name), level: identity.level, hasAccount: Boolean(await holderOf(ctx.db, identity.citizenId)), next };
}

async function holderOf(db: Reader | Tx, citizenId: string) {
  const [holder] = await db.select({ id: accounts.id }).from(accounts).where(and(eq(accounts.kind, "citizen"), inArray(accounts.citizenIdIndex, keyedDigests("citizenId", citizenId)))).limit(1);
  return holder;
}

/**
 * Links what the provider said to the account signed in here, which must be proven freshly and belong to the same ID number.
 * A phone or a name links nothing. Errors: `identity.externalExpired` (unauthenticated), `identity.proofNeeded` (forbidden),
 * `identity.providerOtherPerson`, `identity.providerLinked` (conflict).
 */
export async function linkExternal(ctx: Ctx & { actor: User }, token: string | undefined): Promise<{ next: string }> {
  const { id, identity, provider, next } = await getWaiting(ctx, token);
  if (!isFresh(ctx.actor.authenticatedAt, ctx.now)) throw new DomainError("forbidden", "identity.proofNeeded");
  if ((await holderOf(ctx.db, identity.citizenId))?.id !== ctx.actor.id || ctx.actor.accountKind !== "citizen") throw new DomainError("conflict", "identity.providerOtherPerson");
  await commit(ctx, async (tx) => {
    await take(tx, ctx.now, id);
    await link(tx, ctx, identity, ctx.actor.id);
    return { value: undefined, audit: { action: "identity.linkProvider", subject: { type: "account", id: ctx.actor.id }, after: { provider: provider.key } } };
  });
  return { next };
}

/**
 * Makes an account of whom the provider vouches for, at the level granted to it, and signs in. Whose ID number has an account
 * already signs in there first. Errors: `identity.externalExpired` (unauthenticated), `identity.providerAccountExists` (conflict).
 */
export async function createFromExternal(ctx: Ctx, token: string | undefined, client: Client): Promise<{ signedIn: SignedIn; next: string }> {
  const { id: rowId, identity, provider, next } = await getWaiting(ctx, token);
  const account = await commit(ctx, async (tx) => {
    await take(tx, ctx.now, rowId);
    const id = await newId(tx);
    const { birthOn, sex } = parseCitizenId(identity.citizenId) ?? {};
    const [made] = (await holderOf(tx, identity.citizenId)) ? [] : await tx.insert(accounts).values({
      id, kind: "citizen", name: identity.name, assuranceLevel: identity.level, createdAt: ctx.now, birthOn: birthOn ?? null, sex: sex ?? null,
      citizenId: seal(identity.citizenId, { table: "accounts", column: "citizen_id", row: id }), citizenIdIndex: keyedDigest("citizenId", identity.citizenId),
    }).onConflictDoNothing({ target: [accounts.citizenIdIndex, accounts.kind] }).returning();
    if (!made) throw new DomainError("conflict", "identity.providerAccountExists");
    await link(tx, ctx, identity, id);
    return { value: made, audit: { action: "identity.signUp", subject: { type: "account", id }, after: { provider: provider.key, level: identity.level } } };
  });
  return { next, signedIn: await proceed(ctx, account, { factors: ["provider"], levelCap: identity.level }, client) };
}

async function link(tx: Tx, { now }: Ctx, { issuer, subject }: Pick<ExternalIdentity, "issuer" | "subject">, accountId: string): Promise<void> {
  const [linked] = await tx.insert(externalIdentities).values({ issuer, subject, accountId, linkedAt: now, lastUsedAt: now }).onConflictDoNothing().returning();
  if (!linked) throw new DomainError("conflict", "identity.providerLinked");
}

async function take(tx: Tx, now: Date, id: string): Promise<void> {
  const [taken] = await tx.update(externalSignIns).set({ usedAt: now }).where(and(eq(externalSignIns.id, id), isNull(externalSignIns.usedAt))).returning();
  if (!taken) throw new DomainError("unauthenticated", "identity.externalExpired");
}

async function finish({ db, now }: Ctx, id: string): Promise<void> {
  await sessionStore(db).update(externalSignIns).set({ usedAt: now }).where(eq(externalSignIns.id, id));
}

/** Drops sign-ins that nobody came back for; tells how many. */
export async function dropExpiredExternal({ db, now }: Pick<Ctx, "db" | "now">): Promise<number> {
  const gone = await sessionStore(db).delete(externalSignIns).where(lt(externalSignIns.expiresAt, now)).returning({ id: externalSignIns.id });
  return gone.length;
}

import { and, eq, gt, isNull } from "drizzle-orm";
import { accounts, identityChecks } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { parseCitizenId } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { safeReturnPath } from "@/domain/identity/rules";
import { checkRules, mayUseFace } from "@/domain/identity/rules/levels";
import type { Person, Prove, StartCheck } from "@/domain/identity/schema/levels";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { bankCheck, livePerson, networkIdentity, populationRegistry } from "@/server/integrations/checks";
import { Unavailable } from "@/server/integrations/signed-request";
import { citizenIdOf, keepProof, phoneOf, type Raised } from "./proof";

type Signed = Ctx & { actor: User };

const hour = 3600;
// Guessing somebody else's number by trial is what these stop; a person who mistypes needs a few.
const perAccount = { act: "identity.prove", max: 8, windowSeconds: hour };
const perAddress = { act: "identity.prove.address", max: 40, windowSeconds: hour };

/**
 * Proves who one is by what one knows: name and ID number (L1), with the phone or a bank card (L2). What is compared goes to
 * the registry and the bank and is not kept; the bank card never.
 * Errors: `identity.registryAway`, `identity.noMatch`, `identity.registryCounter`, `identity.personMissing`,
 * `identity.phoneMissing`, `identity.wayNotOffered`, those of `keepProof` (conflict), `requests.tooMany`.
 */
export async function prove(ctx: Signed, input: Prove): Promise<Raised> {
  await limit(ctx.db, ctx.now, { ...perAccount, subject: ctx.actor.id });
  await limit(ctx.db, ctx.now, { ...perAddress, subject: ctx.address });
  const account = await ownAccount(ctx);
  const person = knownPerson(account) ?? ("person" in input ? input.person : undefined);
  if (!person) throw new DomainError("conflict", "identity.personMissing");
  const question = { id: crypto.randomUUID(), ...person };
  const answer = await compare(input, question, phoneOf(account));
  if (answer !== "match") {
    await note(ctx, "identity.proofRefused", { check: input.check });
    throw new DomainError("conflict", answer === "dead" ? "identity.registryCounter" : "identity.noMatch");
  }
  return keepProof(ctx, { accountId: account.id, kind: input.check, level: checkRules[input.check].raisesTo, provider: input.check === "bankFourFactor" ? "bank-check" : "population-registry", reference: question.id, person });
}

function compare(input: Prove, question: Person & { id: string }, phone: string | undefined): Promise<"match" | "noMatch" | "dead"> {
  if (input.check === "twoFactor") return asked(offered(populationRegistry()).compare(question));
  if (!phone) throw new DomainError("conflict", "identity.phoneMissing");
  if (input.check === "phoneThreeFactor") return asked(offered(populationRegistry()).compare({ ...question, phone }));
  return asked(offered(bankCheck()).compare({ ...question, phone, bankCard: input.bankCard }));
}

export type StartedCheck = { id: string };

const checkMinutes = 15;

/**
 * Begins a check at another system: a live face (its separate consent is kept with it), or the national network identity, to
 * which nothing about the person is sent.
 * Errors: `identity.personMissing`, `identity.faceTooYoung`, `identity.wayNotOffered`, `identity.registryAway` (conflict), `requests.tooMany`.
 */
export async function startCheck(ctx: Signed, input: StartCheck): Promise<StartedCheck> {
  await limit(ctx.db, ctx.now, { ...perAccount, act: "identity.startCheck", subject: ctx.actor.id });
  const id = crypto.randomUUID();
  const back = safeReturnPath(input.next, "/me/security/level");
  const returnUrl = `${env().publicUrl}${back}${back.includes("?") ? "&" : "?"}check=${id}`;
  const started = input.check === "livePerson"
    ? await asked(offered(livePerson()).start({ id, returnUrl, ...faceOf(await ownAccount(ctx), ctx.now) }))
    : await asked(offered(networkIdentity()).start({ id, returnUrl }));
  const expiresAt = new Date(ctx.now.getTime() + checkMinutes * 60_000);
  return commit(ctx, async (tx) => {
    await tx.insert(identityChecks).values({ id, accountId: ctx.actor.id, kind: input.check, ...started, faceConsentAt: input.check === "livePerson" ? ctx.now : null, startedAt: ctx.now, expiresAt });
    return { value: { id }, audit: { action: "identity.startCheck", subject: { type: "account", id: ctx.actor.id }, after: { check: input.check, faceConsent: input.check === "livePerson" } } };
  });
}

/**
 * Asks how a check has ended, once; only the person who began it may. Whose name and number are proven already comes back as nobody else.
 * Errors: `identity.checkNotFound` (not_found), `identity.checkPending`, `identity.checkFailed`, `identity.registryAway`, those of `keepProof` (conflict).
 */
export async function finishCheck(ctx: Signed, { id }: { id: string }): Promise<Raised> {
  const open = and(eq(identityChecks.id, id), eq(identityChecks.accountId, ctx.actor.id), isNull(identityChecks.finishedAt), gt(identityChecks.expiresAt, ctx.now));
  const [check] = await ctx.db.select().from(identityChecks).where(open).limit(1);
  if (!check) throw new DomainError("not_found", "identity.checkNotFound");
  const known = check.kind === "networkIdentity" ? knownPerson(await ownAccount(ctx)) : undefined;
  const answer = await resultOf(check, known);
  if (answer.result === "pending") throw new DomainError("conflict", "identity.checkPending");
  if (answer.result === "failed") {
    await commit(ctx, async (tx) => {
      await tx.update(identityChecks).set({ finishedAt: ctx.now }).where(open);
      return { value: undefined, audit: { action: "identity.proofRefused", subject: { type: "account", id: ctx.actor.id }, after: { check: check.kind } } };
    });
    throw new DomainError("conflict", "identity.checkFailed");
  }
  const proof = { accountId: ctx.actor.id, kind: check.kind, level: checkRules[check.kind].raisesTo, provider: check.kind === "livePerson" ? "live-person" : "network-identity", reference: check.reference, person: known, ...(answer.subject ? { subject: answer.subject } : {}) };
  return keepProof(ctx, proof, async (tx) => {
    const [mine] = await tx.update(identityChecks).set({ finishedAt: ctx.now }).where(open).returning({ id: identityChecks.id });
    if (!mine) throw new DomainError("not_found", "identity.checkNotFound");
    return [];
  });
}

async function resultOf({ kind, reference }: typeof identityChecks.$inferSelect, known: Person | undefined): Promise<{ result: "passed" | "failed" | "pending"; subject?: string }> {
  return kind === "livePerson" ? { result: await asked(offered(livePerson()).result(reference)) } : asked(offered(networkIdentity()).result(reference, known));
}

async function ownAccount({ db, actor }: Signed) {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  if (!account) throw new DomainError("not_found", "identity.accountNotFound");
  return account;
}

function knownPerson(account: typeof accounts.$inferSelect): Person | undefined {
  const citizenId = citizenIdOf(account);
  return citizenId ? { name: account.name, citizenId } : undefined;
}

// A child's face is taken with a guardian beside them, at the counter.
function faceOf(account: typeof accounts.$inferSelect, now: Date): Person {
  const person = knownPerson(account);
  if (!person) throw new DomainError("conflict", "identity.personMissing");
  const born = parseCitizenId(person.citizenId)?.birthOn;
  if (!born || !mayUseFace(born, shanghaiDay(now))) throw new DomainError("conflict", "identity.faceTooYoung");
  return person;
}

function offered<Port>(port: Port | undefined): Port {
  if (!port) throw new DomainError("conflict", "identity.wayNotOffered");
  return port;
}

async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Unavailable) throw new DomainError("conflict", "identity.registryAway");
    throw error;
  }
}

function note(ctx: Signed, action: string, after: Record<string, unknown>): Promise<void> {
  return commit({ ...ctx, idempotency: undefined }, async () => ({ value: undefined, audit: { action, subject: { type: "account", id: ctx.actor.id }, after } }));
}

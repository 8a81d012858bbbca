import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, organisations } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { parseUscc } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { citizenIdOf } from "@/server/identity/commands/proof";
import { enterpriseRegistry } from "@/server/integrations/checks";
import type { RegisterAnswer } from "@/server/integrations/enterprise-registry/port";
import { Unavailable } from "@/server/integrations/signed-request";

export type Registered = Extract<RegisterAnswer, { found: true }>;

const perAccount = { act: "organisations.register", max: 20, windowSeconds: 3600 };
const perAddress = { act: "organisations.register.address", max: 60, windowSeconds: 3600 };

/**
 * What the register says of the organisation under a code, and whether it names the person signed in. Name and number go to
 * the register only.
 * Errors: `organisations.usccMalformed` (invalid), `organisations.unknown` (not_found), `organisations.registerAway`,
 * `organisations.notOffered`, `identity.personMissing` (conflict), `requests.tooMany`.
 */
export async function askRegister({ db, now, actor, address }: Ctx & { actor: User }, code: string): Promise<Registered> {
  await limit(db, now, { ...perAccount, subject: actor.id });
  await limit(db, now, { ...perAddress, subject: address });
  const uscc = parseUscc(code)?.number;
  if (!uscc) throw new DomainError("invalid", "organisations.usccMalformed");
  const [account] = await db.select().from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  const citizenId = account && citizenIdOf(account);
  if (!citizenId) throw new DomainError("conflict", "identity.personMissing");
  const answer = await ask({ id: crypto.randomUUID(), uscc, name: account.name, citizenId });
  if (!answer.found) throw new DomainError("not_found", "organisations.unknown");
  return answer;
}

async function ask(question: { id: string; uscc: string; name: string; citizenId: string }): Promise<RegisterAnswer> {
  const register = enterpriseRegistry();
  if (!register) throw new DomainError("conflict", "organisations.notOffered");
  try {
    return await register.ask(question);
  } catch (error) {
    if (error instanceof Unavailable) throw new DomainError("conflict", "organisations.registerAway");
    throw error;
  }
}

const wordsOf = ({ name, representative, address, status, establishedOn }: Registered, { now }: Ctx) =>
  ({ name, legalRepresentative: representative, address, status, establishedOn, checkedAt: now });

/** Keeps what the register says, in a row of its own for a new code; the row is locked until the act is done. Gives its id. */
export async function keepOrganisation(tx: Tx, ctx: Ctx, registered: Registered): Promise<string> {
  const words = wordsOf(registered, ctx);
  const [row] = await tx.insert(organisations).values({ uscc: registered.uscc, ...words, createdAt: ctx.now })
    .onConflictDoUpdate({ target: organisations.uscc, set: words }).returning({ id: organisations.id });
  return row?.id ?? "";
}

/** The same for an organisation that is known already; nothing for another. */
export async function updateOrganisation(tx: Tx, ctx: Ctx, registered: Registered): Promise<string | undefined> {
  const [row] = await tx.update(organisations).set(wordsOf(registered, ctx)).where(eq(organisations.uscc, registered.uscc)).returning({ id: organisations.id });
  return row?.id;
}

/** Locks an organisation, so that of two acts on who may act for it the second sees the first. */
export async function lockOrganisation(tx: Tx, id: string): Promise<void> {
  await tx.select({ id: organisations.id }).from(organisations).where(eq(organisations.id, id)).for("update");
}

import { and, eq, inArray, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, keyedDigests, open, seal } from "@/db/personal-data";
import { accounts, identityProofs, networkIdentities } from "@/db/schema";
import { reaches, type AssuranceLevel } from "@/domain/core/actor";
import { parseCitizenId } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { raisedBy, type Check, type DocumentKind } from "@/domain/identity/rules/levels";
import type { Person } from "@/domain/identity/schema/levels";
import { digestOf } from "@/server/auth/tokens";
import { commit, type AuditEntry, type Committed } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

type Account = typeof accounts.$inferSelect;

export type Proof = {
  accountId: string;
  kind: Check;
  level: AssuranceLevel;
  provider: string;
  reference: string;
  /** Who they have been proven to be. */
  person?: Person | undefined;
  /** Under which the national network identity knows them. */
  subject?: string;
  /** By whom at the counter, and by whom besides for what nobody gives alone. */
  seen?: { clerkId: string; document: DocumentKind; reason: string; confirmedBy?: string };
};

export type Raised = { level: AssuranceLevel };

/**
 * Keeps a proof and raises the account by it (the one that first names an account sets its level); name, ID number, birth and sex come from the proof, sealed. Runs in the
 * transaction of the act it belongs to (`within` does more there).
 * Errors: `identity.otherPerson`, `identity.alreadyHeld`, `identity.wardAtCounter` (conflict).
 */
export async function keepProof(ctx: Ctx, proof: Proof, within: (tx: Tx) => Promise<AuditEntry[]> = async () => []): Promise<Raised> {
  try {
    return await commit(ctx, async (tx) => {
      const before = await within(tx);
      const written = await proveWithin(tx, ctx, proof);
      return { ...written, audit: [...before, written.audit].flat() };
    });
  } catch (error) {
    // Two people who claim one number at once: the index lets one of them pass.
    if (isUniqueViolation(error)) throw new DomainError("conflict", "identity.alreadyHeld");
    throw error;
  }
}

/** `keepProof` as a part of a larger act. */
export async function proveWithin(tx: Tx, ctx: Ctx, proof: Proof): Promise<Committed<Raised>> {
  const account = await lockAccount(tx, proof.accountId);
  const known = proof.person ? await bindPerson(tx, account, proof.person) : {};
  if (proof.subject) await bindSubject(tx, ctx, account, { subject: proof.subject, named: proof.person !== undefined });
  // What was proven of somebody without a name is not true of the name that a weaker proof gives them.
  const level = known.citizenId ? proof.level : raisedBy(account.assuranceLevel, proof.level);
  await tx.update(accounts).set({ ...known, assuranceLevel: level }).where(eq(accounts.id, account.id));
  const { kind, provider, reference, seen } = proof;
  const [row] = await tx.insert(identityProofs).values({ accountId: account.id, kind, level: proof.level, provider, reference, at: ctx.now, ...seen }).returning({ id: identityProofs.id });
  const tell = { accountId: account.id, template: "levelRaised", params: { level }, dedupeKey: `levelRaised:${row?.id}` };
  return {
    value: { level },
    audit: { action: "identity.raiseLevel", subject: { type: "account", id: account.id }, before: { level: account.assuranceLevel }, after: { level, kind, provider } },
    outbox: reaches(account.assuranceLevel, level) ? [] : [{ topic: "notices.tell", payload: tell }, { topic: "identity.proven", payload: { accountId: account.id } }],
  };
}

/** The account, locked until the end of the transaction. */
export async function lockAccount(tx: Tx, accountId: string): Promise<Account> {
  const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for("update");
  if (!account || account.disabledAt) throw new DomainError("not_found", "identity.accountNotFound");
  return account;
}

const place = (column: "citizen_id" | "phone", row: string) => ({ table: "accounts", column, row }) as const;

/** The ID number in the account; nothing where it has none yet. */
export const citizenIdOf = ({ id, citizenId }: Pick<Account, "id" | "citizenId">): string | undefined => (citizenId ? open(citizenId, place("citizen_id", id)) : undefined);

/** The phone in the account; nothing where it has none. */
export const phoneOf = ({ id, phone }: Pick<Account, "id" | "phone">): string | undefined => (phone ? open(phone, place("phone", id)) : undefined);

async function bindPerson(tx: Tx, account: Account, { name, citizenId }: Person): Promise<Partial<Account>> {
  const bound = citizenIdOf(account);
  if (bound !== undefined && bound !== citizenId) throw new DomainError("conflict", "identity.otherPerson");
  if (bound !== undefined) return { name };
  const [holder] = await tx.select().from(accounts).where(and(inArray(accounts.citizenIdIndex, keyedDigests("citizenId", citizenId)), ne(accounts.id, account.id), eq(accounts.kind, "citizen"))).limit(1);
  if (holder) throw new DomainError("conflict", cannotSignIn(holder) ? "identity.wardAtCounter" : "identity.alreadyHeld");
  const { birthOn = null, sex = null } = parseCitizenId(citizenId) ?? {};
  return { name, citizenId: seal(citizenId, place("citizen_id", account.id)), citizenIdIndex: keyedDigest("citizenId", citizenId), birthOn, sex };
}

// A ward's account, opened by their guardian: nobody has a way to sign in to it.
const cannotSignIn = ({ kind, passwordHash, phoneIndex, signInName }: Account) => kind === "citizen" && !passwordHash && !phoneIndex && !signInName;

async function bindSubject(tx: Tx, { now }: Ctx, { id: accountId, citizenId }: Account, { subject, named }: { subject: string; named: boolean }): Promise<void> {
  // Named while the check ran: whether it was they who came was not asked.
  if (citizenId && !named) throw new DomainError("conflict", "identity.otherPerson");
  const subjectDigest = digestOf(`networkIdentity|${subject}`);
  const [row] = await tx.insert(networkIdentities).values({ subjectDigest, accountId, at: now }).onConflictDoNothing().returning();
  if (row) return;
  const [holder] = await tx.select().from(networkIdentities).where(eq(networkIdentities.subjectDigest, subjectDigest)).limit(1);
  if (!holder) throw new DomainError("conflict", "identity.otherPerson");
  if (holder.accountId !== accountId) throw new DomainError("conflict", "identity.alreadyHeld");
}

export const isUniqueViolation = (error: unknown) => error instanceof Error && error.cause instanceof Error && "code" in error.cause && error.cause.code === "23505";

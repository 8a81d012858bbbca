import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, keyedDigests, seal } from "@/db/personal-data";
import { accounts } from "@/db/schema";
import { isOneself } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { normaliseText, parseCitizenId, type CitizenId } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { PersonAtCounter } from "@/domain/delegations/schema";
import { limit } from "@/server/core/rate-limit";
import type { SignedIn } from "./invitations";

export type Account = typeof accounts.$inferSelect;
export type Identified = { account: Account | undefined; document: CitizenId };

/** Counts what a clerk looks up by ID number. Errors: `requests.tooMany`. */
export function countLookUp({ db, now, actor }: SignedIn): Promise<void> {
  return limit(db, now, { act: "delegations.counter", subject: actor.id, max: 120, windowSeconds: 3600 });
}

/** An ID number as it is written on the card. Errors: `delegations.citizenIdMalformed` (invalid). */
export function readCitizenId(citizenId: string, now: Date): CitizenId {
  const document = parseCitizenId(citizenId, shanghaiDay(now));
  if (!document) throw new DomainError("invalid", "delegations.citizenIdMalformed");
  return document;
}

/** The account of an ID number, found by its blind index. */
export async function findByCitizenId(tx: Tx, number: string): Promise<Account | undefined> {
  const [account] = await tx.select().from(accounts).where(and(eq(accounts.kind, "citizen"), inArray(accounts.citizenIdIndex, keyedDigests("citizenId", number)))).limit(1);
  return account?.disabledAt ? undefined : account;
}

/** Whom a document belongs to, as far as the portal knows them. Errors: `delegations.citizenIdMalformed`, `delegations.personMismatch` (conflict), `identity.notOneself` (forbidden). */
export async function identify(tx: Tx, { now, actor }: SignedIn, { name, citizenId }: PersonAtCounter): Promise<Identified> {
  const document = readCitizenId(citizenId, now);
  const account = await findByCitizenId(tx, document.number);
  if (account && isOneself(actor, account.id)) throw new DomainError("forbidden", "identity.notOneself");
  if (account && normaliseText(account.name) !== normaliseText(name)) throw new DomainError("conflict", "delegations.personMismatch");
  return { account, document };
}

/** Somebody who must have an account, because they are to act in it. Errors as `identify`, and `delegations.delegateUnknown` (conflict). */
export async function identifyDelegate(tx: Tx, ctx: SignedIn, person: PersonAtCounter): Promise<Account> {
  const { account } = await identify(tx, ctx, person);
  if (!account || !canSignIn(account)) throw new DomainError("conflict", "delegations.delegateUnknown");
  return account;
}

/** Whether an account has a way to sign in; one that a counter opened for a ward has none. */
export function canSignIn({ phoneIndex, passwordHash }: Account): boolean {
  return phoneIndex !== null || passwordHash !== null;
}

/** Somebody to act for, who need not have an account: one without any way to sign in is opened for them. Errors as `identify`. */
export async function identifyPrincipal(tx: Tx, ctx: SignedIn, person: PersonAtCounter): Promise<Account> {
  const { account, document } = await identify(tx, ctx, person);
  if (account) return account;
  const id = crypto.randomUUID();
  const [made] = await tx.insert(accounts).values({
    id, kind: "citizen", name: normaliseText(person.name), assuranceLevel: "L0", createdAt: ctx.now, birthOn: document.birthOn, sex: document.sex,
    citizenId: seal(document.number, { table: "accounts", column: "citizen_id", row: id }), citizenIdIndex: keyedDigest("citizenId", document.number),
  }).onConflictDoNothing({ target: [accounts.citizenIdIndex, accounts.kind] }).returning();
  const found = made ?? (await findByCitizenId(tx, document.number));
  if (!found) throw new DomainError("conflict", "delegations.personMismatch");
  return found;
}

import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { counterReceptions } from "@/db/schema";
import { receptionMinutes } from "@/domain/applications/rules/counter";
import type { DecideReception, EnterDocument, ReadDocument, ReceptionById, ServeFor } from "@/domain/applications/schema/counter";
import { isOneself } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { hindersSecondLook } from "@/domain/identity/policy";
import type { Person } from "@/domain/identity/schema/levels";
import { findDelegation } from "@/server/auth/session";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import { recordAccess } from "@/server/core/data-access";
import { newId } from "@/server/core/ids";
import { limit } from "@/server/core/rate-limit";
import { officeOf } from "@/server/delegations/commands/counter";
import { findByCitizenId, identifyPrincipal, type Account } from "@/server/delegations/commands/people";
import { citizenIdOf, lockAccount, proveWithin, type Proof } from "@/server/identity/commands/proof";
import { documentReader } from "@/server/integrations/checks";
import type { ReadDocument as Document } from "@/server/integrations/document-reader/port";
import { Unavailable } from "@/server/integrations/signed-request";
import { getOwnReception, getProvenReception, type ClerkCtx } from "../queries/counter";

export type Received = { reception: string };
type Row = typeof counterReceptions.$inferInsert;

/** What stands in the person's log of proofs where no clerk typed a reason. */
const readByMachine = "窗口机读证件";

/**
 * Takes in whoever stands at the counter by the document on the reader: they are proven at once, and whoever has no account
 * is given one without a way to sign in, as guardians' wards are.
 * Errors: `applications.noReader`, `applications.readerAway`, `applications.nothingOnReader`, `applications.documentRefused`,
 * `applications.documentExpired` (conflict), `identity.notOneself` (forbidden), `requests.tooMany`.
 */
export async function readDocument(ctx: ClerkCtx, { sample }: ReadDocument): Promise<Received> {
  await countReception(ctx);
  const document = await readFrom(ctx, sample);
  const person = { name: document.name, citizenId: document.citizenId };
  return commit(ctx, async (tx) => {
    const account = (await findByCitizenId(tx, document.citizenId)) ?? (await identifyPrincipal(tx, ctx, person));
    const made = await receive(tx, ctx, account, { document: document.kind, method: "reader" });
    const proven = await proveWithin(tx, ctx, proofOf({ ...made.row, reason: readByMachine }, person));
    return { value: { reception: made.row.id }, audit: [made.audit, proven.audit].flat(), outbox: proven.outbox ?? [] };
  });
}

async function readFrom({ actor, now, requestId }: ClerkCtx, sample: string | undefined): Promise<Document> {
  const reader = documentReader();
  if (!reader) throw new DomainError("conflict", "applications.noReader");
  const answer = await reader.read({ id: requestId, reader: actor.id, sample }).catch((error: unknown) => {
    if (error instanceof Unavailable) throw new DomainError("conflict", "applications.readerAway");
    throw error;
  });
  if (answer.result !== "read") throw new DomainError("conflict", answer.result === "none" ? "applications.nothingOnReader" : "applications.documentRefused");
  const { validUntil } = answer.document;
  if (validUntil !== null && validUntil < shanghaiDay(now)) throw new DomainError("conflict", "applications.documentExpired");
  return answer.document;
}

/**
 * Takes somebody in by a document that no machine can read: what was typed waits for a second person of the office, and
 * nothing is done in their name before that.
 * Errors: `delegations.citizenIdMalformed` (invalid), `delegations.personMismatch` (conflict), `identity.notOneself` (forbidden), `requests.tooMany`.
 */
export async function enterDocument(ctx: ClerkCtx, { document, person, reason }: EnterDocument): Promise<Received> {
  await countReception(ctx);
  return commit(ctx, async (tx) => {
    const account = await identifyPrincipal(tx, ctx, person);
    const { row, audit } = await receive(tx, ctx, account, { document, method: "manual", reason });
    return { value: { reception: row.id }, audit };
  });
}

// A clerk serves a person every few minutes; more is looking around.
function countReception({ db, now, actor }: ClerkCtx): Promise<void> {
  return limit(db, now, { act: "applications.reception", subject: actor.id, max: 60, windowSeconds: 3600 });
}

async function receive(tx: Tx, ctx: ClerkCtx, account: Account, taken: Pick<Row, "document" | "method" | "reason">) {
  if (isOneself(ctx.actor, account.id)) throw new DomainError("forbidden", "identity.notOneself");
  const id = await newId(tx);
  const row = { id, clerkId: ctx.actor.id, ...officeOf(ctx.actor), accountId: account.id, ...taken, at: ctx.now, expiresAt: new Date(ctx.now.getTime() + receptionMinutes * 60_000) };
  await tx.insert(counterReceptions).values(row);
  await recordAccess(tx, ctx, { subjectId: account.id, kind: "counter", fields: ["姓名", "证件号码"], reason: taken.reason ?? readByMachine });
  return { row, audit: { action: "applications.receive", subject: { type: "account", id: account.id }, after: { reception: id, document: taken.document, method: taken.method } } };
}

type Seen = { id: string; accountId: string; departmentId: string; clerkId: string; document: NonNullable<Proof["seen"]>["document"]; reason: string };

const proofOf = ({ id, accountId, departmentId, clerkId, document, reason }: Seen, person: Person): Proof =>
  ({ accountId, kind: "counter", level: "L3", provider: `counter:${departmentId}`, reference: id, person, seen: { clerkId, document, reason } });

/**
 * The second person's word on a document that a colleague typed: confirmed, the person is proven and can be served.
 * Errors: `identity.secondLookNotFound` (not_found), `identity.secondLookOwn` (forbidden), `identity.secondLookDecided` (conflict).
 */
export function decideReception(ctx: ClerkCtx, { id, decision }: DecideReception): Promise<Received> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(counterReceptions).where(and(eq(counterReceptions.id, id), eq(counterReceptions.method, "manual"))).for("update");
    if (!row || row.endedAt || row.expiresAt <= ctx.now) throw new DomainError("not_found", "identity.secondLookNotFound");
    authorize(hindersSecondLook(ctx.actor, { ...row, askedBy: row.clerkId, concerns: [row.accountId] }));
    await tx.update(counterReceptions).set({ decision, decidedBy: ctx.actor.id, decidedAt: ctx.now }).where(eq(counterReceptions.id, id));
    const told = { action: `applications.reception.${decision}`, subject: { type: "account", id: row.accountId }, after: { reception: id } };
    if (decision === "refused") return { value: { reception: id }, audit: told };
    const account = await lockAccount(tx, row.accountId);
    const proven = await proveWithin(tx, ctx, proofOf({ ...row, reason: row.reason ?? readByMachine }, { name: account.name, citizenId: citizenIdOf(account) ?? "" }));
    return { value: { reception: id }, audit: [told, proven.audit].flat(), outbox: proven.outbox ?? [] };
  });
}

/**
 * For whom the person has come: themselves, or the principal of a delegation of theirs that is in force.
 * Errors: `applications.receptionNotFound`, `applications.receptionOver`, `applications.identityUnproven`, `applications.delegationOver` (conflict), `applications.ownCase` (forbidden).
 */
export function serveFor(ctx: ClerkCtx, { reception, delegationId }: ServeFor): Promise<Received> {
  return commit(ctx, async (tx) => {
    const row = await getProvenReception(ctx, reception);
    const principal = delegationId ? await findDelegation(tx, row.accountId, delegationId, ctx.now) : undefined;
    if (delegationId && !principal) throw new DomainError("conflict", "applications.delegationOver");
    if (principal?.kind === "person" && isOneself(ctx.actor, principal.id)) throw new DomainError("forbidden", "applications.ownCase");
    await tx.update(counterReceptions).set({ delegationId }).where(eq(counterReceptions.id, reception));
    if (principal?.kind === "person") await recordAccess(tx, ctx, { subjectId: principal.id, kind: "counter", fields: ["姓名"], reason: readByMachine });
    return { value: { reception }, audit: { action: "applications.serveFor", subject: { type: "account", id: row.accountId }, after: { reception, delegationId } } };
  });
}

/** The person has gone: nothing more is done in their name. Errors: `applications.receptionNotFound`. */
export function endReception(ctx: ClerkCtx, { reception }: ReceptionById): Promise<Received> {
  return commit(ctx, async (tx) => {
    const { accountId, endedAt } = await getOwnReception(ctx, reception);
    await tx.update(counterReceptions).set({ endedAt: endedAt ?? ctx.now }).where(eq(counterReceptions.id, reception));
    return { value: { reception }, audit: { action: "applications.endReception", subject: { type: "account", id: accountId }, after: { reception } } };
  });
}

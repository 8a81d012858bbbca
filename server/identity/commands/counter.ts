import { randomInt } from "node:crypto";
import { and, eq, gte, inArray, isNull, ne } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { keyedDigests, seal } from "@/db/personal-data";
import { accounts, counterVisits, levelRequests, recoveries } from "@/db/schema";
import { isOneself, postsIn, type User } from "@/domain/core/actor";
import { parseCitizenId, parsePhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { secondLookHours } from "@/domain/identity/rules/counter";
import { counterVisitMinutes, makeRecoveryCode, parseRecoveryCode, recoveryCodeHours } from "@/domain/identity/rules/levels";
import type { AskRecovery, FindPerson, VerifyPerson } from "@/domain/identity/schema/levels";
import { digestOf } from "@/server/auth/tokens";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { newId } from "@/server/core/ids";
import { limit } from "@/server/core/rate-limit";
import { getOwnVisit } from "../queries/counter";
import { citizenIdOf, keepProof, lockAccount, type Raised } from "./proof";

type Signed = Ctx & { actor: User };

// A clerk serves a person every few minutes; more is looking around.
const perClerk = { act: "identity.findPerson", max: 40, windowSeconds: 3600 };

/**
 * Finds somebody who stands at the counter by their whole ID number or phone, and opens a visit of half an hour. Found or not,
 * who looked and why is kept; the person sees it. Errors: `identity.numberMalformed` (invalid), `identity.notOneself` (forbidden), `requests.tooMany`.
 */
export async function findPerson(ctx: Signed, { number, reason }: FindPerson): Promise<{ visitId: string | null }> {
  await limit(ctx.db, ctx.now, { ...perClerk, subject: ctx.actor.id });
  const account = await byNumber(ctx.db, number);
  if (account && isOneself(ctx.actor, account.id)) throw new DomainError("forbidden", "identity.notOneself");
  const [post] = postsIn(ctx.actor, "clerk");
  if (!post) throw new DomainError("forbidden", "access.forbidden");
  return commit(ctx, async (tx) => {
    if (!account) return { value: { visitId: null }, audit: { action: "identity.findPerson", subject: { type: "account", id: "unknown" }, after: { reason } } };
    await recordAccess(tx, ctx, { subjectId: account.id, kind: "counter", fields: ["姓名", "证件号码", "手机号"], reason });
    const expiresAt = new Date(ctx.now.getTime() + counterVisitMinutes * 60_000);
    const [visit] = await tx.insert(counterVisits).values({
      accountId: account.id, clerkId: ctx.actor.id, departmentId: post.departmentId, divisionCode: post.divisionCode, reason, at: ctx.now, expiresAt,
    }).returning({ id: counterVisits.id });
    return { value: { visitId: visit?.id ?? null }, audit: { action: "identity.findPerson", subject: { type: "account", id: account.id }, after: { reason } } };
  });
}

async function byNumber(db: Reader, number: string) {
  const phone = parsePhone(number);
  const citizenId = parseCitizenId(number)?.number;
  if (!phone && !citizenId) throw new DomainError("invalid", "identity.numberMalformed");
  const which = citizenId ? inArray(accounts.citizenIdIndex, keyedDigests("citizenId", citizenId)) : inArray(accounts.phoneIndex, keyedDigests("phone", phone ?? ""));
  const [account] = await db.select({ id: accounts.id }).from(accounts).where(and(which, eq(accounts.kind, "citizen"), isNull(accounts.disabledAt))).limit(1);
  return account;
}

/** `waits`: the higher level was asked for as well, and a second person of the office has to confirm it. */
export type Verified = Raised & { waits: boolean };

/**
 * Records that the person was seen with their document, and raises them to L3; L4 is asked for with the reason for it, and
 * given when a second person confirms. The number on the document is typed and compared, never read off the screen.
 * Errors: `identity.visitNotFound` (not_found), those of `keepProof` (conflict).
 */
export async function verifyPerson(ctx: Signed, { visitId, level, document, person, reason }: VerifyPerson): Promise<Verified> {
  const { accountId, departmentId, divisionCode } = await getOwnVisit(ctx, visitId);
  const waits = level === "L4";
  const raised = await keepProof(ctx, {
    accountId, kind: "counter", level: "L3", provider: `counter:${departmentId}`, reference: crypto.randomUUID(), person,
    seen: { clerkId: ctx.actor.id, document, reason },
  }, async (tx) => {
    if (!waits) return [];
    const [asked] = await tx.insert(levelRequests).values({ visitId, accountId, askedBy: ctx.actor.id, departmentId, divisionCode, document, reason, askedAt: ctx.now }).returning({ id: levelRequests.id });
    return [{ action: "identity.askLevel", subject: { type: "account", id: accountId }, after: { requestId: asked?.id, level, document, reason } }];
  });
  return { ...raised, waits };
}

/**
 * Asks for a way back in for the person of this visit, to the phone they have or to another; a second person of the office
 * has to confirm it before there is a code.
 * The account is told, at the phone it has until then.
 * Errors: `identity.visitNotFound` (not_found), `identity.verifyFirst`, `identity.otherPerson`, `identity.phoneTaken` (conflict).
 */
export async function askRecovery(ctx: Signed, { visitId, document, person, reason, newPhone }: AskRecovery): Promise<{ id: string }> {
  const visit = await getOwnVisit(ctx, visitId);
  return commit(ctx, async (tx) => {
    const account = await lockAccount(tx, visit.accountId);
    const bound = citizenIdOf(account);
    if (!bound) throw new DomainError("conflict", "identity.verifyFirst");
    if (bound !== person.citizenId) throw new DomainError("conflict", "identity.otherPerson");
    if (newPhone && (await isTaken(tx, newPhone, account.id))) throw new DomainError("conflict", "identity.phoneTaken");
    const id = await newId(tx);
    await tx.insert(recoveries).values({
      id, visitId, accountId: account.id, askedBy: ctx.actor.id, departmentId: visit.departmentId, divisionCode: visit.divisionCode, document, reason,
      newPhone: newPhone ? seal(newPhone, { table: "recoveries", column: "new_phone", row: id }) : null, askedAt: ctx.now,
    });
    return {
      value: { id },
      audit: { action: "identity.askRecovery", subject: { type: "account", id: account.id }, after: { recoveryId: id, document, reason, newPhone: newPhone !== undefined } },
      outbox: [{ topic: "notices.tell", payload: { accountId: account.id, template: "recoveryAsked", params: {}, dedupeKey: `recoveryAsked:${id}` } }],
    };
  });
}

async function isTaken(tx: Tx, phone: string, exceptId: string): Promise<boolean> {
  const [holder] = await tx.select({ id: accounts.id }).from(accounts).where(and(inArray(accounts.phoneIndex, keyedDigests("phone", phone)), ne(accounts.id, exceptId))).limit(1);
  return holder !== undefined;
}

/**
 * Gives the code to the clerk who asked for it, to hand over on paper: told once, good once and for a day; another one ends
 * the one before. Errors: `identity.recoveryNotFound` (not_found), `identity.recoveryUndecided`, `identity.recoveryNotAgreed`, `identity.recoveryUsed` (conflict).
 */
export function issueRecoveryCode(ctx: Signed, { id }: { id: string }): Promise<{ code: string; expiresAt: string }> {
  const code = makeRecoveryCode((bound) => randomInt(bound));
  const expiresAt = new Date(ctx.now.getTime() + recoveryCodeHours * 3_600_000);
  return commit(ctx, async (tx) => {
    const [recovery] = await tx.select().from(recoveries).where(and(eq(recoveries.id, id), eq(recoveries.askedBy, ctx.actor.id))).for("update");
    if (!recovery || ctx.now.getTime() - recovery.askedAt.getTime() > secondLookHours * 3_600_000) throw new DomainError("not_found", "identity.recoveryNotFound");
    // They came back in meanwhile, by this code or by another.
    const since = and(eq(recoveries.accountId, recovery.accountId), gte(recoveries.usedAt, recovery.askedAt));
    if ((await tx.$count(recoveries, since)) > 0) throw new DomainError("conflict", "identity.recoveryUsed");
    if (!recovery.decision) throw new DomainError("conflict", "identity.recoveryUndecided");
    if (recovery.decision === "refused") throw new DomainError("conflict", "identity.recoveryNotAgreed");
    await tx.update(recoveries).set({ codeDigest: digestOf(parseRecoveryCode(code) ?? ""), codeExpiresAt: expiresAt }).where(eq(recoveries.id, id));
    return { secret: true, value: { code, expiresAt: expiresAt.toISOString() }, audit: { action: "identity.issueRecoveryCode", subject: { type: "account", id: recovery.accountId }, after: { recoveryId: id } } };
  });
}

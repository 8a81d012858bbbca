import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, keyedDigests, open, seal } from "@/db/personal-data";
import { accounts, enrolments, passkeys, staffPosts, type staffChanges } from "@/db/schema";
import type { StaffRole } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { areSeparated, enrolmentHours, overlap, type Tenure } from "@/domain/identity/rules/staff";
import { reachOf } from "@/server/auth/enrolment-link";
import { revokeSessions } from "@/server/auth/session";
import { digestOf, newToken } from "@/server/auth/tokens";
import type { OutboxEntry } from "@/server/core/commit";
import { newId } from "@/server/core/ids";
import { listRolesAhead } from "../queries/staff-changes";

type Change = typeof staffChanges.$inferSelect;
/** Whom it concerns, and how a new enrolment link reaches them. */
type Effect = { accountId: string; enrolment?: Enrolment };

/** Does what a change says; throws what stands against it by now. */
export function takeEffect(tx: Tx, now: Date, change: Change): Promise<Effect> {
  return effects[change.kind](tx, now, change);
}

const effects: Record<Change["kind"], (tx: Tx, now: Date, change: Change) => Promise<Effect>> = {
  openAccount: async (tx, now, change) => {
    const sealed = (column: "citizen_id" | "phone" | "email", value: string | null) => (value ? open(value, { table: "staff_changes", column, row: change.id }) : undefined);
    const person = { citizenId: sealed("citizen_id", change.citizenId), phone: sealed("phone", change.phone), email: sealed("email", change.email) };
    const accountId = await openStaffAccount(tx, now, { name: change.name ?? "", signInName: change.signInName ?? "", ...person });
    return { accountId, enrolment: await issueEnrolment(tx, now, accountId) };
  },
  closeAccount: async (tx, now, change) => {
    const accountId = subjectOf(change);
    await tx.update(accounts).set({ disabledAt: now }).where(and(eq(accounts.id, accountId), isNull(accounts.disabledAt)));
    await tx.delete(enrolments).where(and(eq(enrolments.accountId, accountId), isNull(enrolments.usedAt)));
    await revokeSessions(tx, now, accountId);
    return { accountId };
  },
  reopenAccount: async (tx, _now, change) => {
    const accountId = subjectOf(change);
    await tx.update(accounts).set({ disabledAt: null }).where(eq(accounts.id, accountId));
    return { accountId };
  },
  // Whoever lost what they sign in with begins anew: nothing of the old remains that somebody else might have found.
  renewAccess: async (tx, now, change) => {
    const accountId = subjectOf(change);
    await tx.update(accounts).set({ passwordHash: null, totpSecret: null }).where(eq(accounts.id, accountId));
    await tx.delete(passkeys).where(eq(passkeys.accountId, accountId));
    await revokeSessions(tx, now, accountId);
    return { accountId, enrolment: await issueEnrolment(tx, now, accountId) };
  },
  recordPerson: async (tx, _now, change) => {
    const accountId = subjectOf(change);
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for("update");
    const citizenId = change.citizenId ? open(change.citizenId, { table: "staff_changes", column: "citizen_id", row: change.id }) : "";
    if (account) await assertUnrecorded(tx, account, citizenId);
    await tx.update(accounts).set({ citizenId: seal(citizenId, { table: "accounts", column: "citizen_id", row: accountId }), citizenIdIndex: keyedDigest("citizenId", citizenId) }).where(eq(accounts.id, accountId));
    return { accountId };
  },
  // Greater power begins with a new sign-in, by the factor that it asks for.
  grantPost: async (tx, now, change) => {
    const accountId = subjectOf(change);
    const { role, departmentId, divisionCode, validFrom, validUntil } = change;
    if (!role || !departmentId || !divisionCode || !validFrom) throw new Error("a grant names role, place and first day");
    await assertOpen(tx, accountId);
    assertSeparated({ role, departmentId, divisionCode, validFrom, validUntil }, await listRolesAhead(tx, accountId, shanghaiDay(now)));
    await tx.insert(staffPosts).values({ accountId, role, departmentId, divisionCode, validFrom, validUntil, changeId: change.id }).catch(rethrowExcluded);
    await revokeSessions(tx, now, accountId);
    return { accountId };
  },
  endPost: async (tx, now, change) => {
    await tx.update(staffPosts).set({ endedAt: now }).where(and(eq(staffPosts.id, change.postId ?? ""), isNull(staffPosts.endedAt)));
    return { accountId: subjectOf(change) };
  },
};

function subjectOf({ accountId }: Change): string {
  if (!accountId) throw new Error("this change concerns somebody");
  return accountId;
}

export type NewStaff = { name: string; signInName: string; citizenId?: string | undefined; phone?: string | undefined; email?: string | undefined };

/** A staff account that nobody can sign in to yet. It is found by its name alone: phone and address are only written to. Errors: `identity.signInNameTaken`, `identity.staffPersonKnown` (conflict). */
export async function openStaffAccount(tx: Tx, now: Date, { name, signInName, citizenId, phone, email }: NewStaff): Promise<string> {
  if (citizenId) await assertNewPerson(tx, citizenId);
  const id = await newId(tx);
  const sealed = (column: "citizen_id" | "phone" | "email", value: string | undefined) => (value ? seal(value, { table: "accounts", column, row: id }) : null);
  const [account] = await tx.insert(accounts).values({
    id, kind: "staff", name, signInName, assuranceLevel: "L4", createdAt: now, phone: sealed("phone", phone), email: sealed("email", email),
    citizenId: sealed("citizen_id", citizenId), citizenIdIndex: citizenId ? keyedDigest("citizenId", citizenId) : null,
  }).onConflictDoNothing({ target: accounts.signInName }).returning();
  if (!account) throw new DomainError("conflict", "identity.signInNameTaken");
  return account.id;
}

/** Nobody works here under two names. Errors: `identity.staffPersonKnown` (conflict). */
export async function assertNewPerson(tx: Tx, citizenId: string): Promise<void> {
  const held = and(eq(accounts.kind, "staff"), inArray(accounts.citizenIdIndex, keyedDigests("citizenId", citizenId)));
  if ((await tx.$count(accounts, held)) > 0) throw new DomainError("conflict", "identity.staffPersonKnown");
}

/** Whose an account is, is recorded once. Errors: `identity.staffPersonRecorded`, `identity.staffPersonKnown` (conflict). */
export async function assertUnrecorded(tx: Tx, { citizenIdIndex }: Pick<typeof accounts.$inferSelect, "citizenIdIndex">, citizenId: string): Promise<void> {
  if (citizenIdIndex !== null) throw new DomainError("conflict", "identity.staffPersonRecorded");
  await assertNewPerson(tx, citizenId);
}

/** A new enrolment link: where it is sent, masked, or else its secret, for whoever confirmed it to hand over. */
export type Enrolment = { sentTo: string; order: OutboxEntry } | { token: string };

/** Makes a new enrolment link; an earlier one that was not used is void. It goes to the phone or the address of the account, where there is one. */
export async function issueEnrolment(tx: Tx, now: Date, accountId: string): Promise<Enrolment> {
  const token = newToken();
  const id = await newId(tx);
  const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).limit(1);
  const sentTo = account && reachOf(account);
  await tx.delete(enrolments).where(and(eq(enrolments.accountId, accountId), isNull(enrolments.usedAt)));
  await tx.insert(enrolments).values({
    id, accountId, tokenDigest: digestOf(token), createdAt: now, expiresAt: new Date(now.getTime() + enrolmentHours * 3_600_000),
    token: sentTo ? seal(token, { table: "enrolments", column: "token", row: id }) : null,
  });
  return sentTo ? { sentTo, order: { topic: "identity.sendEnrolment", payload: { enrolmentId: id } } } : { token };
}

/** Errors: `identity.signInNameTaken` (conflict). */
export async function assertFreeName(tx: Tx, signInName: string): Promise<void> {
  const [taken] = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.signInName, signInName)).limit(1);
  if (taken) throw new DomainError("conflict", "identity.signInNameTaken");
}

type Post = Tenure & { role: StaffRole; departmentId: string; divisionCode: string };

/** Errors: `identity.dutiesSeparated`, `identity.postHeld` (conflict). */
export function assertSeparated(candidate: Post, held: readonly Post[]): void {
  if (!areSeparated(candidate, held)) throw new DomainError("conflict", "identity.dutiesSeparated");
  const same = held.filter((post) => post.role === candidate.role && post.departmentId === candidate.departmentId && post.divisionCode === candidate.divisionCode);
  if (same.some((post) => overlap(post, candidate))) throw new DomainError("conflict", "identity.postHeld");
}

async function assertOpen(tx: Tx, accountId: string): Promise<void> {
  const [account] = await tx.select({ disabledAt: accounts.disabledAt }).from(accounts).where(eq(accounts.id, accountId)).limit(1);
  if (account?.disabledAt !== null) throw new DomainError("conflict", "identity.accountClosed");
}

// Two grants confirmed at once both saw room; the database lets one of them in.
function rethrowExcluded(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  const constraint = cause instanceof Error && "constraint" in cause ? cause.constraint : undefined;
  if (constraint === "staff_posts_separated") throw new DomainError("conflict", "identity.dutiesSeparated");
  if (constraint === "staff_posts_once") throw new DomainError("conflict", "identity.postHeld");
  throw error;
}

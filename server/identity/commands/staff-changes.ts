import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { accounts, departments, divisions, staffChanges, staffPosts } from "@/db/schema";
import type { StaffRole, User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { actsAtOnce, hindersDeciding, hindersProposing } from "@/domain/identity/policy";
import { areDaysSound } from "@/domain/identity/rules/staff";
import type { AccountChange, PostChange, StaffDecision } from "@/domain/identity/schema/staff";
import { authorize } from "@/server/core/authorize";
import { commit, type Committed } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { listRolesAhead } from "../queries/staff-changes";
import { assertFreeName, assertNewPerson, assertSeparated, assertUnrecorded, takeEffect, type Enrolment } from "./staff-effects";

type Signed = Ctx & { actor: User };
type Change = typeof staffChanges.$inferSelect;
export type Proposed = { changeId: string; atOnce: boolean };
export type Decided = { enrolmentToken: string | null; sentTo: string | null };

/**
 * Proposes to open, close or reopen a staff account, to let its holder set anew how they sign in, or to record whose it is. Closing takes effect at
 * once, unless it concerns an administrator; the rest waits for the security administrator.
 * Errors: `identity.staffNotFound`, `identity.ownChange` (forbidden), `identity.accountClosed`, `identity.accountOpen`,
 * `identity.signInNameTaken`, `identity.staffPersonKnown`, `identity.staffPersonRecorded`, `identity.changePending` (conflict).
 */
export function proposeAccountChange(ctx: Signed, input: AccountChange): Promise<Proposed> {
  return commit(ctx, async (tx) => {
    if (input.kind === "openAccount") {
      await assertFreeName(tx, input.signInName);
      await assertNewPerson(tx, input.citizenId);
      return record(tx, ctx, await sealedProposal(tx, input), []);
    }
    const account = await getStaffAccount(tx, input.accountId);
    if (input.kind === "reopenAccount" && !account.disabledAt) throw new DomainError("conflict", "identity.accountOpen");
    if (input.kind !== "reopenAccount" && account.disabledAt) throw new DomainError("conflict", "identity.accountClosed");
    if (input.kind === "recordPerson") {
      await assertUnrecorded(tx, account, input.citizenId);
      return record(tx, ctx, await sealedProposal(tx, input), []);
    }
    const held = await listRolesAhead(tx, account.id, shanghaiDay(ctx.now));
    return record(tx, ctx, input, held.map(({ role }) => role));
  });
}

/**
 * Proposes to give somebody a role in a department and a division between two days, or to end one they hold. Ending takes
 * effect at once, unless it is an administrator's; a grant waits for the system administrator.
 * Errors: `identity.staffNotFound`, `departments.notFound`, `departments.divisionNotFound`, `identity.ownChange` (forbidden),
 * `identity.accountClosed`, `identity.dutiesSeparated`, `identity.postHeld`, `identity.postEnded`, `identity.changePending`
 * (conflict), `identity.postDatesWrong` (unprocessable).
 */
export function proposePostChange(ctx: Signed, input: PostChange): Promise<Proposed> {
  return commit(ctx, async (tx) => {
    if (input.kind === "endPost") {
      const post = await getLivingPost(tx, input.postId);
      return record(tx, ctx, { kind: input.kind, reason: input.reason, postId: post.id, accountId: post.accountId }, [post.role]);
    }
    const account = await getStaffAccount(tx, input.accountId);
    if (account.disabledAt) throw new DomainError("conflict", "identity.accountClosed");
    const post = { ...input, validUntil: input.validUntil ?? null };
    if (!areDaysSound(post, shanghaiDay(ctx.now))) throw new DomainError("unprocessable", "identity.postDatesWrong");
    await assertPlace(tx, post);
    assertSeparated(post, await listRolesAhead(tx, account.id, shanghaiDay(ctx.now)));
    return record(tx, ctx, post, [post.role]);
  });
}

/** ID number, phone and address wait sealed until the change is decided. */
async function sealedProposal(tx: Tx, input: Extract<AccountChange, { kind: "openAccount" | "recordPerson" }>): Promise<NewChange> {
  const { citizenId, phone, email, ...rest } = { phone: undefined, email: undefined, ...input };
  const id = await newId(tx);
  const sealed = (column: "citizen_id" | "phone" | "email", value: string | undefined) => (value ? seal(value, { table: "staff_changes", column, row: id }) : null);
  return { accountId: null, ...rest, id, citizenId: sealed("citizen_id", citizenId), phone: sealed("phone", phone), email: sealed("email", email) };
}

type NewChange = Pick<Change, "kind" | "accountId" | "reason"> & Partial<Pick<Change, "id" | "citizenId" | "phone" | "email" | "name" | "signInName" | "role" | "departmentId" | "divisionCode" | "validFrom" | "validUntil" | "postId">>;

async function record(tx: Tx, ctx: Signed, input: NewChange, rolesConcerned: readonly StaffRole[]) {
  authorize(hindersProposing(ctx.actor, input.kind, input.accountId));
  const atOnce = actsAtOnce(input.kind, rolesConcerned);
  const [change] = await tx.insert(staffChanges).values({ ...input, atOnce, proposedBy: ctx.actor.id, proposedAt: ctx.now }).onConflictDoNothing().returning();
  if (!change) throw new DomainError("conflict", "identity.changePending");
  if (atOnce) await takeEffect(tx, ctx.now, change);
  return { value: { changeId: change.id, atOnce }, audit: auditOf("identity.proposeStaffChange", change) };
}

/**
 * Confirms or refuses a change as the second person. The enrolment link of a new account, or of new access, is sent to its
 * holder (`sentTo`, masked); where the portal knows neither phone nor address, its secret is told this once and never again.
 * Errors: `identity.changeNotFound`, `identity.ownChange` (forbidden), `identity.changeDecided`, `identity.changeTookEffect`,
 * and what stands against the change by now, as when proposing (conflict).
 */
export function decideStaffChange(ctx: Signed, input: StaffDecision): Promise<Decided> {
  return commit(ctx, async (tx) => {
    const [change] = await tx.select().from(staffChanges).where(eq(staffChanges.id, input.changeId)).limit(1).for("update");
    if (!change) throw new DomainError("not_found", "identity.changeNotFound");
    authorize(hindersDeciding(ctx.actor, change, input.decision));
    const confirmed = input.decision === "confirmed";
    const effect = confirmed && !change.atOnce ? await takeEffect(tx, ctx.now, change) : undefined;
    const [decided] = await tx.update(staffChanges).set({
      decision: input.decision, decidedBy: ctx.actor.id, decidedAt: ctx.now, citizenId: null, phone: null, email: null,
      refusalReason: input.decision === "refused" ? input.reason : null, ...(effect ? { accountId: effect.accountId } : {}),
    }).where(eq(staffChanges.id, change.id)).returning();
    return {
      ...told(effect?.enrolment),
      audit: auditOf(confirmed ? "identity.confirmStaffChange" : "identity.refuseStaffChange", decided ?? change),
    };
  });
}

function told(enrolment: Enrolment | undefined): Pick<Committed<Decided>, "value" | "outbox" | "secret"> {
  if (!enrolment) return { value: { enrolmentToken: null, sentTo: null } };
  if ("order" in enrolment) return { value: { enrolmentToken: null, sentTo: enrolment.sentTo }, outbox: [enrolment.order] };
  return { value: { enrolmentToken: enrolment.token, sentTo: null }, secret: true };
}

function auditOf(action: string, { id, accountId, kind, role, departmentId, divisionCode, validFrom, validUntil, postId, atOnce }: Change) {
  const what = Object.fromEntries(Object.entries({ changeId: id, kind, role, departmentId, divisionCode, validFrom, validUntil, postId }).filter(([, value]) => value !== null));
  return { action, subject: accountId ? { type: "account", id: accountId } : { type: "staffChange", id }, after: { ...what, ...(atOnce ? { atOnce } : {}) } };
}

async function getStaffAccount(tx: Tx, id: string) {
  const [account] = await tx.select().from(accounts).where(and(eq(accounts.id, id), eq(accounts.kind, "staff"))).limit(1);
  if (!account?.signInName) throw new DomainError("not_found", "identity.staffNotFound");
  return account;
}

async function getLivingPost(tx: Tx, id: string) {
  const [post] = await tx.select().from(staffPosts).where(eq(staffPosts.id, id)).limit(1);
  if (!post) throw new DomainError("not_found", "identity.staffNotFound");
  if (post.endedAt) throw new DomainError("conflict", "identity.postEnded");
  return post;
}

async function assertPlace(tx: Tx, { departmentId, divisionCode }: { departmentId: string; divisionCode: string }): Promise<void> {
  const [department] = await tx.select({ closedOn: departments.closedOn }).from(departments).where(eq(departments.id, departmentId)).limit(1);
  if (!department) throw new DomainError("not_found", "departments.notFound");
  if (department.closedOn) throw new DomainError("conflict", "departments.closed");
  const [division] = await tx.select({ closedOn: divisions.closedOn }).from(divisions).where(eq(divisions.code, divisionCode)).limit(1);
  if (!division) throw new DomainError("not_found", "departments.divisionNotFound", { code: divisionCode });
  if (division.closedOn) throw new DomainError("conflict", "departments.divisionClosed", { code: divisionCode });
}

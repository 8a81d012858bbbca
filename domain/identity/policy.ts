import { isIn, isOneself, postsIn, type Actor, type StaffRole } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import type { SecondLookDecision } from "./rules/counter";
import { isAdministrator, type Administrator } from "./rules/staff";
import type { StaffChangeKind } from "./schema/staff";

/**
 * Who proposes a change about staff and who confirms it (三员分立, GB/T 22239-2019 8.1.5). The system administrator keeps the accounts, the
 * security administrator the rights; each needs the other for every change, and the audit administrator watches both and
 * changes nothing. The three work for the whole portal: their post says where they are employed, not how far they reach.
 */
const duties: Readonly<Record<StaffChangeKind, { proposes: Administrator; confirms: Administrator }>> = {
  openAccount: { proposes: "systemAdmin", confirms: "securityAdmin" },
  closeAccount: { proposes: "systemAdmin", confirms: "securityAdmin" },
  reopenAccount: { proposes: "systemAdmin", confirms: "securityAdmin" },
  renewAccess: { proposes: "systemAdmin", confirms: "securityAdmin" },
  recordPerson: { proposes: "systemAdmin", confirms: "securityAdmin" },
  grantPost: { proposes: "securityAdmin", confirms: "systemAdmin" },
  endPost: { proposes: "securityAdmin", confirms: "systemAdmin" },
};

export const mayProposeAccounts = ["systemAdmin"] as const satisfies readonly Administrator[];
export const mayProposePosts = ["securityAdmin"] as const satisfies readonly Administrator[];
export const mayDecideChanges = ["systemAdmin", "securityAdmin"] as const satisfies readonly Administrator[];
export const mayReadStaff = ["systemAdmin", "securityAdmin", "auditAdmin"] as const satisfies readonly Administrator[];

/**
 * Whether a change takes effect when it is proposed. What takes power away protects, so it does not wait for a second
 * person, who takes note of it afterwards; but nobody alone may put another administrator out of action.
 */
export function actsAtOnce(kind: StaffChangeKind, rolesConcerned: readonly StaffRole[]): boolean {
  return (kind === "closeAccount" || kind === "endPost") && !rolesConcerned.some(isAdministrator);
}

/** Why this actor may not propose that; nothing when they may. */
export function hindersProposing(actor: Actor, kind: StaffChangeKind, accountId: string | null): string | undefined {
  if (actor.kind !== "user" || !isIn(actor, [duties[kind].proposes])) return "access.forbidden";
  return actor.id === accountId ? "identity.ownChange" : undefined;
}

export type OpenChange = { kind: StaffChangeKind; accountId: string | null; proposedBy: string; atOnce: boolean; decision: "confirmed" | "refused" | null };

/** Why this actor may not confirm or refuse a change; nothing when they may. */
export function hindersDeciding(actor: Actor, change: OpenChange, decision: "confirmed" | "refused"): string | undefined {
  if (actor.kind !== "user" || !isIn(actor, [duties[change.kind].confirms])) return "access.forbidden";
  if (actor.id === change.proposedBy || actor.id === change.accountId) return "identity.ownChange";
  if (change.decision) return "identity.changeDecided";
  return decision === "refused" && change.atOnce ? "identity.changeTookEffect" : undefined;
}

/** The role whose holder has to decide a change. */
export function confirmerOf(kind: StaffChangeKind): Administrator {
  return duties[kind].confirms;
}

type Office = { departmentId: string; divisionCode: string };

/** What one clerk asks for people at the counter (`concerns`: their accounts) and another member of the office decides. */
export type Asked = Office & { askedBy: string; concerns: readonly string[]; decision: SecondLookDecision | null };

/** Whether somebody may be the second person in an office: its clerks and approvers. */
export function looksSecondIn(actor: Actor, { departmentId, divisionCode }: Office): boolean {
  return [...postsIn(actor, "clerk"), ...postsIn(actor, "approver")].some((post) => post.departmentId === departmentId && isWithin(divisionCode, post.divisionCode));
}

/**
 * Why this actor may not confirm or refuse what a clerk asked, as an error code; nothing when they may: nobody alone gives
 * rights at the counter, and nobody decides about themselves.
 */
export function hindersSecondLook(actor: Actor, { askedBy, concerns, decision, ...office }: Asked): string | undefined {
  if (actor.kind !== "user" || !looksSecondIn(actor, office)) return "identity.secondLookNotFound";
  if (isOneself(actor, askedBy) || concerns.some((accountId) => isOneself(actor, accountId))) return "identity.secondLookOwn";
  return decision ? "identity.secondLookDecided" : undefined;
}

/** Roles a staff member holds in a department and a division. */
export const staffRoles = [
  "clerk", "reviewer", "approver", "certificateOfficer", "itemEditor", "itemPublisher",
  "supervisor", "systemAdmin", "securityAdmin", "auditAdmin",
] as const;
export type StaffRole = (typeof staffRoles)[number];

export const roles = ["citizen", "organisationAgent", ...staffRoles] as const;
export type Role = (typeof roles)[number];

/** Who may call a procedure: anyone, whoever is signed in, or the holders of a role. */
export type Audience = "anyone" | "signedIn" | Role;

/** Assurance level of an identity, L0 (phone only) to L4 (proven in person or by a key). */
export const assuranceLevels = ["L0", "L1", "L2", "L3", "L4"] as const;
export type AssuranceLevel = (typeof assuranceLevels)[number];

/** A role held in a department and a division (a division covers what lies beneath it). */
export type Post = { role: StaffRole; departmentId: string; divisionCode: string };

/** What someone has proven themselves by in this session. */
export const factors = ["password", "phoneCode", "passkey", "totp", "qr", "provider", "counter"] as const;
export type Factor = (typeof factors)[number];

/** How somebody came to act for another: as 法定代表人, as 经办人, as family (亲友代办), as guardian (监护人). */
export const delegationKinds = ["representative", "agent", "family", "guardianship"] as const;
export type DelegationKind = (typeof delegationKinds)[number];

/** What a delegate may do for the principal. */
export const delegatedActs = ["view", "fill", "submit"] as const;
export type DelegatedAct = (typeof delegatedActs)[number];

/** On what a delegate may act: everything, some service items, or one application. */
export type DelegationScope = { kind: "all" } | { kind: "items"; itemIds: string[] } | { kind: "application"; applicationId: string };

/** The principal for whom a citizen acts, an organisation or a person (`id` is the organisation's or the account's), and how far. */
export type ActingFor = {
  kind: "organisation" | "person";
  id: string;
  name: string;
  delegationId: string;
  delegation: DelegationKind;
  scope: DelegationScope;
  acts: readonly DelegatedAct[];
  /** Whether what the delegate files waits until the principal confirms it. */
  awaitsPrincipal: boolean;
};

export type User = {
  kind: "user";
  id: string;
  name: string;
  accountKind: "citizen" | "staff";
  assuranceLevel: AssuranceLevel;
  sessionId: string;
  /** What this session was opened or strengthened by, and when its owner last proved themselves. */
  factors: readonly Factor[];
  authenticatedAt: Date;
  posts: readonly Post[];
  /** The citizen account of somebody who works here, where the portal knows that they are one person. */
  citizenAccountId?: string;
  /** A second factor is due that this session lacks: until it is proven, its owner holds no post. */
  secondFactorDue?: "any" | "phishingResistant";
  /** When the session ends if nothing more is asked of it, and at the latest. */
  ends?: { idlesOutAt: Date; expiresAt: Date };
  actingFor?: ActingFor;
  /** The clerk who acts for them while they stand at a counter: what is done is the clerk's doing, in their name. */
  servedBy?: { id: string; name: string };
  /** The delegation this session acted under has ended: its owner acts for themselves again, and is told so. */
  delegationEnded?: true;
};

export type Actor = { kind: "anonymous" } | { kind: "system" } | User;

/** Every role this actor may use now. */
export function rolesOf(actor: Actor): readonly Role[] {
  if (actor.kind !== "user") return [];
  if (actor.accountKind === "staff") return actor.posts.map((post) => post.role);
  return actor.actingFor?.kind === "organisation" ? ["citizen", "organisationAgent"] : ["citizen"];
}

/** In whose name an actor files and reads: an organisation, or the account of a person (their own, or the principal's). */
export type Principal = { accountId: string; organisationId: string | null; name: string };

/** For whom this person acts now. An organisation's case is filed by the agent's account, but belongs to the organisation. */
export function principalOf({ id, name, actingFor }: Pick<User, "id" | "name" | "actingFor">): Principal {
  if (!actingFor) return { accountId: id, organisationId: null, name };
  const { kind, id: principalId, name: principalName } = actingFor;
  return kind === "organisation" ? { accountId: id, organisationId: principalId, name: principalName } : { accountId: principalId, organisationId: null, name: principalName };
}

/** Whose hands did it: the clerk's at a counter, otherwise their own. */
export const doerOf = ({ id, name, servedBy }: Pick<User, "id" | "name" | "servedBy">): { id: string; name: string } => servedBy ?? { id, name };

/** Whether a delegate may do this to that application (or start one for that item); whoever acts for themselves may. */
export function isDelegated(actingFor: ActingFor | undefined, act: DelegatedAct, { id, serviceItemId }: { id?: string | undefined; serviceItemId: string }): boolean {
  if (!actingFor) return true;
  const { acts, scope } = actingFor;
  const covered = scope.kind === "all" || (scope.kind === "items" ? scope.itemIds.includes(serviceItemId) : scope.applicationId === id);
  return covered && acts.includes(act);
}

/** Whether a delegate may do this for everything of whoever they act for, not for one item or case alone; whoever acts for themselves may. */
export const isDelegatedAll = (actingFor: Pick<ActingFor, "acts" | "scope"> | undefined, act: DelegatedAct): boolean => !actingFor || (actingFor.scope.kind === "all" && actingFor.acts.includes(act));

/** Whether an account is this actor's own: nobody who works here serves themselves. */
export const isOneself = ({ id, citizenAccountId }: Pick<User, "id" | "citizenAccountId">, accountId: string): boolean => accountId === id || accountId === citizenAccountId;

/** The posts of this actor in a role. */
export function postsIn(actor: Actor, role: StaffRole): readonly Post[] {
  return actor.kind === "user" ? actor.posts.filter((post) => post.role === role) : [];
}

/** Whether an actor belongs to one of these audiences. */
export function isIn(actor: Actor, audience: readonly Audience[]): boolean {
  if (audience.includes("anyone")) return true;
  if (actor.kind !== "user") return false;
  return audience.includes("signedIn") || rolesOf(actor).some((role) => audience.includes(role));
}

/** Whether a level reaches the minimum asked. */
export function reaches(level: AssuranceLevel, minimum: AssuranceLevel): boolean {
  return assuranceLevels.indexOf(level) >= assuranceLevels.indexOf(minimum);
}

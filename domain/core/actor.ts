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

/** The organisation on whose behalf a citizen acts. */
export type ActingFor = { organisationId: string; organisationName: string };

export type User = {
  kind: "user";
  id: string;
  name: string;
  accountKind: "citizen" | "staff";
  assuranceLevel: AssuranceLevel;
  sessionId: string;
  posts: readonly Post[];
  actingFor?: ActingFor;
};

export type Actor = { kind: "anonymous" } | { kind: "system" } | User;

/** Every role this actor may use now. */
export function rolesOf(actor: Actor): readonly Role[] {
  if (actor.kind !== "user") return [];
  if (actor.accountKind === "staff") return actor.posts.map((post) => post.role);
  return actor.actingFor ? ["citizen", "organisationAgent"] : ["citizen"];
}

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

import { postsIn, type Actor, type StaffRole } from "@/domain/core/actor";

/** The department and division whose certificates a file holds, and who sent it (null for an operator at the machine). */
type ImportFacts = { departmentId: string; divisionCode: string; createdBy: string | null };

const works = (actor: Actor, roles: readonly StaffRole[], { departmentId, divisionCode }: Pick<ImportFacts, "departmentId" | "divisionCode">) =>
  roles.some((role) => postsIn(actor, role).some((post) => post.departmentId === departmentId && post.divisionCode === divisionCode));

/** A certificate officer sends the file; another one, or who decides there, confirms it. */
export const importRoles = ["certificateOfficer", "approver"] as const;

/**
 * Why this actor may not see or do this to an import, as an error code; nothing when they may. It is the matter of the
 * certificate officers and approvers of its department; whoever sent the file does not confirm it (`certificates.ownImport`).
 */
export function importHindrance(actor: Actor, act: "start" | "see" | "confirm" | "cancel", facts: Omit<ImportFacts, "createdBy"> & Partial<ImportFacts>): string | undefined {
  if (act === "start") return works(actor, ["certificateOfficer"], facts) ? undefined : "access.forbidden";
  if (!works(actor, importRoles, facts)) return "certificates.importNotFound";
  return act === "confirm" && actor.kind === "user" && actor.id === facts.createdBy ? "certificates.ownImport" : undefined;
}

import { postsIn, type Actor } from "@/domain/core/actor";

/** The department and division whose certificates a file holds, and who sent it (null for an operator at the machine). */
type ImportFacts = { departmentId: string; divisionCode: string; createdBy: string | null };

const works = (actor: Actor, { departmentId, divisionCode }: Pick<ImportFacts, "departmentId" | "divisionCode">) =>
  postsIn(actor, "certificateOfficer").some((post) => post.departmentId === departmentId && post.divisionCode === divisionCode);

/**
 * Why this actor may not see or do this to an import, as an error code; nothing when they may. It is the matter of the
 * certificate officers of its department; whoever sent the file does not confirm it (`certificates.ownImport`).
 */
export function importHindrance(actor: Actor, act: "start" | "see" | "confirm" | "cancel", facts: Omit<ImportFacts, "createdBy"> & Partial<ImportFacts>): string | undefined {
  if (!works(actor, facts)) return act === "start" ? "access.forbidden" : "certificates.importNotFound";
  return act === "confirm" && actor.kind === "user" && actor.id === facts.createdBy ? "certificates.ownImport" : undefined;
}

import { postsIn, type Actor } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";

/** Clerks and supervisors of the organ keep its archive packages, each within their division. */
export function isArchivist(actor: Actor, { departmentId, divisionCode }: { departmentId: string; divisionCode: string }): boolean {
  const posts = [...postsIn(actor, "clerk"), ...postsIn(actor, "supervisor")];
  return posts.some((post) => post.departmentId === departmentId && isWithin(divisionCode, post.divisionCode));
}

/** Supervisors answer for the people of their divisions, and for those of whom no division is known. */
export function canAnswer(actor: Actor, { divisionCode }: { divisionCode: string | null }): boolean {
  const posts = postsIn(actor, "supervisor");
  return divisionCode === null ? posts.length > 0 : posts.some((post) => isWithin(divisionCode, post.divisionCode));
}

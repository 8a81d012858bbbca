import { isOneself, postsIn, type Actor } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";

export type EnquiryPlace = { departmentId: string | null; divisionCode: string | null; /** Who wrote it, where they were signed in. */ accountId: string | null };

/** About a service item, clerks and supervisors of its organ answer, each within their division; about the portal, every supervisor may. Nobody answers themselves. */
export function canAnswer(actor: Actor, { departmentId, divisionCode, accountId }: EnquiryPlace): boolean {
  if (actor.kind === "user" && accountId !== null && isOneself(actor, accountId)) return false;
  if (departmentId === null || divisionCode === null) return postsIn(actor, "supervisor").length > 0;
  return [...postsIn(actor, "clerk"), ...postsIn(actor, "supervisor")].some((post) => post.departmentId === departmentId && isWithin(divisionCode, post.divisionCode));
}

import { postsIn, type Actor } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";

/** Supervisors answer for the people of their divisions, and for those of whom no division is known. */
export function canAnswer(actor: Actor, { divisionCode }: { divisionCode: string | null }): boolean {
  const posts = postsIn(actor, "supervisor");
  return divisionCode === null ? posts.length > 0 : posts.some((post) => isWithin(divisionCode, post.divisionCode));
}

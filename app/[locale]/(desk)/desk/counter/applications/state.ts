import type { Refusal } from "@/app/_trpc/server";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";

export const home = "/desk/counter/applications";
export const enteredFields = ["document", "name", "citizenId", "reason"] as const;
export type EnteredField = (typeof enteredFields)[number];
export type Entered = Partial<Record<EnteredField, string>>;

/** Why somebody was not taken in, and what was typed. */
export type IdentifyState = { at?: string; refusal?: Refusal; missing?: EnteredField[]; typed?: Entered };

/** What a form is filled in with again after a sign-in came between. */
export const typedOf = (kept: KeptFields | undefined): Entered => (kept ? Object.fromEntries(enteredFields.map((name) => [name, textOfKept(kept, name)])) : {});

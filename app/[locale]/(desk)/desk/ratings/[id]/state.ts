import type { Refusal } from "@/app/_trpc/server";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import { rectificationActs, type StaffAct } from "@/domain/ratings/schema/rectification";

export type ActField = "note" | "measures" | "finding" | "ground" | "evidence";

/** What each act asks; acts that ask nothing are one button. */
export const fieldsOf: Record<StaffAct, readonly ActField[]> = {
  take: ["note"], noteContact: ["note"], skipContact: ["note"], verify: ["finding", "note"], askExtension: ["note"], grantExtension: [], declineExtension: ["note"],
  reply: ["measures", "note"], close: [], sendBack: ["note"], appeal: ["ground", "note", "evidence"], exclude: ["note"], letStand: ["note"],
};

/** The name of a field: it carries the act, because several forms stand on one page. */
export const nameIn = (act: StaffAct, field: ActField) => `${act}-${field}`;

/** What was refused or is missing, with everything that was typed. */
export type ActState = { act?: StaffAct; typed?: Partial<Record<ActField, string>>; missing?: readonly ActField[]; refusal?: Refusal };

/** What was typed before a proof of identity came between. */
export function typedOf(kept: KeptFields | undefined): ActState {
  const act = kept && rectificationActs.find((one): one is StaffAct => one !== "open" && one === textOfKept(kept, "act"));
  return act ? { act, typed: Object.fromEntries(fieldsOf[act].map((field) => [field, textOfKept(kept, nameIn(act, field))])) } : {};
}

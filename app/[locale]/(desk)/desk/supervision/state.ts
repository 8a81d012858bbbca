import type { Refusal } from "@/app/_trpc/server";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";

export const supervisionActs = ["urge", "answer", "settle", "explain", "handle", "giveReason", "decideReason", "subscribe", "unsubscribe"] as const;
export type SupervisionAct = (typeof supervisionActs)[number];

export const fieldNames = ["text", "answerBy", "expectedOn", "again", "explanation", "outcome", "result", "reason", "word", "period", "format", "stepKey", "toAccountId", "department", "division"] as const;
export type FieldName = (typeof fieldNames)[number];

/** What was typed, and what of it is missing or was refused. */
export type SupervisionState = { typed: Partial<Record<FieldName, string>>; missing?: readonly FieldName[]; refusal?: Refusal };

const dayNames: readonly FieldName[] = ["answerBy", "expectedOn", "again"];

/** What somebody had typed before a detour, for the form it was typed into. */
export function startOf(kept: KeptFields | undefined, of: Record<string, string>): SupervisionState {
  if (!kept || Object.entries(of).some(([name, value]) => textOfKept(kept, name) !== value)) return { typed: {} };
  const day = (name: string) => ["year", "month", "day"].map((part) => textOfKept(kept, `${name}-${part}`)).join("-");
  return { typed: Object.fromEntries(fieldNames.map((name) => [name, dayNames.includes(name) ? day(name).replace(/^--$/, "") : textOfKept(kept, name)])) };
}

import type { Refusal } from "@/app/_trpc/server";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";

export const supervisionActs = ["urge", "answer", "settle", "explain", "handle", "giveReason", "decideReason", "subscribe", "unsubscribe"] as const;
export type SupervisionAct = (typeof supervisionActs)[number];

export const fieldNames = ["text", "answerBy", "expectedOn", "again", "explanation", "outcome", "result", "reason", "word", "period", "format", "stepKey", "toAccountId", "department", "division"] as const;
export type FieldName = (typeof fieldNames)[number];

/** What was typed, and what of it is missing or was refused. */
export type SupervisionState = { typed: Partial<Record<FieldName, string>>; missing?: readonly FieldName[]; refusal?: Refusal };

export const dayNames: readonly FieldName[] = ["answerBy", "expectedOn", "again"];

/** Tells the forms of a page apart, by what they do and about what: their fields have names of their own. */
export const formKey = (act: SupervisionAct, { id = "", number = "" }: Record<string, string>): string => `${act}-${id || number || "new"}`;

/** The name of a field in one of the forms of a page. */
export const nameIn = (key: string, name: FieldName): string => `${key}-${name}`;

/** What somebody had typed before a detour, for the form it was typed into. */
export function startOf(kept: KeptFields | undefined, act: SupervisionAct, about: Record<string, string>): SupervisionState {
  const key = formKey(act, about);
  if (!kept || textOfKept(kept, "key") !== key) return { typed: {} };
  const day = (name: string) => ["year", "month", "day"].map((part) => textOfKept(kept, `${name}-${part}`)).join("-");
  return { typed: Object.fromEntries(fieldNames.map((name) => [name, dayNames.includes(name) ? day(nameIn(key, name)).replace(/^--$/, "") : textOfKept(kept, nameIn(key, name))])) };
}

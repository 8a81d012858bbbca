import { evaluate, parseExpression, references } from "@/domain/core/expression";
import type { Material, RevisionContent, Situation } from "../schema";

/** Situations chosen before an application begins, by key; what somebody does not know is left out. */
export type Chosen = Readonly<Record<string, string>>;

/** Whether the conditions fit, in the asker's own judgement. */
export const fits = ["yes", "no", "unsure"] as const;

/** Said instead of an option by who does not know; no option's value can be this. */
export const unsure = "?";

type Question = { kind: "conditions" } | { kind: "situation"; situation: Situation };

/** What is asked before starting, in order: whether the conditions are met, then each situation. Nothing where nothing could change. */
export function questionsOf({ conditions, situations }: Pick<RevisionContent, "conditions" | "situations">): Question[] {
  return [...(conditions.length > 0 ? [{ kind: "conditions" as const }] : []), ...situations.map((situation) => ({ kind: "situation" as const, situation }))];
}

/** The answers that the item's situations offer; whatever else came with an address is left out. */
export function chosenOf({ situations }: Pick<RevisionContent, "situations">, given: Readonly<Record<string, string | undefined>>): Chosen {
  const known = situations.flatMap(({ key, options }) => options.filter(({ value }) => Object.hasOwn(given, key) && given[key] === value).map(({ value }) => [key, value] as const));
  return Object.fromEntries(known);
}

export const needs = ["needed", "perhaps", "notNeeded"] as const;
export type Need = (typeof needs)[number];

/**
 * Whether an applicant in these situations needs a material. `perhaps` where that depends on what was not said, or on what
 * only the form asks; one that is optional is never more than that.
 */
export function needOf(material: Pick<Material, "when" | "condition" | "necessity">, chosen: Chosen): Need {
  const asked = whenOf(material, chosen);
  return asked === "needed" && material.necessity === "optional" ? "perhaps" : asked;
}

function whenOf({ when, condition }: Pick<Material, "when" | "condition">, chosen: Chosen): Need {
  if (when === undefined) return condition === undefined ? "needed" : "perhaps";
  const expression = parseExpression(when);
  const said = references(expression).every((path) => path.startsWith("situation.") && Object.hasOwn(chosen, path.slice("situation.".length)));
  if (!said) return "perhaps";
  return evaluate(expression, { situation: chosen }) === true ? "needed" : "notNeeded";
}

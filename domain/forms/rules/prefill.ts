import type { Field, Prefill, PrefillSource } from "../schema";
import type { FormContext } from "./context";
import type { RawAnswers } from "./reading";

/** Where a value filled in for the applicant came from; `fixed` is what the form itself proposes. */
export type FilledFrom = PrefillSource | "situation" | "fixed";

/** The sources of a field in the order they are asked, and what stands when none knows anything. */
export function prefillOf(prefill: Prefill | undefined): { from: readonly PrefillSource[]; otherwise?: string | undefined } {
  if (prefill === undefined) return { from: [] };
  return typeof prefill === "string" ? { from: [prefill] } : prefill;
}

/** Where a field may be filled from, the first that knows something: its `prefill`, or the situation the applicant chose in the guide. */
export function sourcesOf(field: Field, { situation }: FormContext): readonly FilledFrom[] {
  const { from, otherwise } = prefillOf(field.prefill);
  const chosen = field.type === "choice" && Object.hasOwn(situation, field.id);
  return [...from, ...(chosen && from.length === 0 ? ["situation" as const] : []), ...(otherwise === undefined ? [] : ["fixed" as const])];
}

/** The inputs as if the applicant had typed what is known; reading them judges it like anything typed. */
export function prefilledFrom(field: Field, source: FilledFrom, context: FormContext): RawAnswers {
  const value = valueFrom(field, source, context);
  if (value === undefined) return {};
  if (field.type !== "address") return { [field.id]: value };
  const owner = source.startsWith("organisation.") ? context.organisation : context.profile;
  return { [`${field.id}.detail`]: value, [`${field.id}.division`]: owner?.divisionCode ?? "" };
}

function valueFrom(field: Field, source: FilledFrom, context: FormContext): string | undefined {
  if (source === "fixed") return prefillOf(field.prefill).otherwise;
  return source === "situation" ? context.situation[field.id] : known(source, context);
}

function known(source: PrefillSource, { profile, organisation }: FormContext): string | undefined {
  const owner: Readonly<Record<string, string | undefined>> = (source.startsWith("organisation.") ? organisation : profile) ?? {};
  return owner[source.slice(source.indexOf(".") + 1)];
}

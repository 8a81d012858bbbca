import type { Field, PrefillSource } from "../schema";
import type { FormContext } from "./context";
import type { RawAnswers } from "./reading";

/** Where a field may be filled from: its `prefill`, or the situation the applicant chose in the guide. */
export function sourceOf(field: Field, { situation }: FormContext): PrefillSource | "situation" | undefined {
  return field.prefill ?? (field.type === "choice" && Object.hasOwn(situation, field.id) ? "situation" : undefined);
}

/** The inputs as if the applicant had typed what is known; reading them judges it like anything typed. */
export function prefilledFrom(field: Field, source: PrefillSource | "situation", context: FormContext): RawAnswers {
  const value = source === "situation" ? context.situation[field.id] : known(source, context);
  if (value === undefined) return {};
  if (field.type !== "address") return { [field.id]: value };
  const owner = source.startsWith("organisation.") ? context.organisation : context.profile;
  return { [`${field.id}.detail`]: value, [`${field.id}.division`]: owner?.divisionCode ?? "" };
}

function known(source: PrefillSource, { profile, organisation }: FormContext): string | undefined {
  const owner: Readonly<Record<string, string | undefined>> = (source.startsWith("organisation.") ? organisation : profile) ?? {};
  return owner[source.slice(source.indexOf(".") + 1)];
}

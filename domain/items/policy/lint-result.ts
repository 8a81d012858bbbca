import type { ErrorParams } from "@/domain/core/errors";
import type { Field, FormDefinition } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import { coHolderFields, groupsOf } from "@/domain/items/rules/co-holders";
import type { RevisionContent } from "@/domain/items/schema";
import { isCaseFact, type CertificateForm, type FaceFieldSpec, type ItemResult } from "@/domain/items/schema/result";
import { lintLayout, type Unprintable } from "./lint-layout";

type Draft = { field: string; code: string; severity: "error" | "warning"; params: ErrorParams };
export type ResultFacts = { certificate?: CertificateForm | null; unprintable?: Unprintable };
type Face = NonNullable<ItemResult["face"]>;

/**
 * What is wrong with the certificate an item issues, judged by its type in the catalogue: `certificate` is the published
 * edition, null when there is none, absent when nobody looked. An item without certificate has nothing to put right here.
 */
export function lintResult(content: RevisionContent, { certificate: form, unprintable }: ResultFacts): Draft[] {
  const { result } = content;
  if (!result?.certificateType || form === undefined) return [];
  if (!form) return [{ field: "result", code: "items.certificateTypeUnpublished", severity: "error", params: { type: result.certificateType } }];
  const face = result.face ?? [];
  const definition = formOf(content);
  return [
    ...unbound(face, form), ...strangers(face, form), ...empties(face, form, definition), ...validity(result, form), ...holders(content, form), ...coHolders(result, form, definition),
    ...(result.layout ? lintLayout(result.layout, form, unprintable).map((problem) => ({ ...problem, field: `result.${problem.field}` })) : []),
  ];
}

const unbound = (face: Face, { fields }: CertificateForm): Draft[] =>
  fields.filter(({ key, required }) => required && !face.some((bound) => bound.key === key))
    .map(({ label }) => ({ field: "result", code: "items.faceRequiredUnbound", severity: "error", params: { label: label.zh } }));

/** A type without fields of its own takes whatever the item prints. */
const strangers = (face: Face, { fields }: CertificateForm): Draft[] =>
  face.flatMap(({ key, label }, at): Draft[] => {
    const place = { field: `result.face.${at}`, params: { label: label.zh } };
    const twice = face.findIndex((other) => other.key === key) < at;
    const strange = fields.length > 0 && !fields.some((spec) => spec.key === key);
    return [
      ...(twice ? [{ ...place, code: "items.faceKeyTwice", severity: "error" as const }] : []),
      ...(strange ? [{ ...place, code: "items.faceKeyUnknown", severity: "error" as const }] : []),
    ];
  });

/** A question that may stay unasked or unanswered leaves an empty value; a required field does not bear that. */
function empties(face: Face, { fields }: CertificateForm, form: FormDefinition): Draft[] {
  const maybe = maybeEmpty(form);
  return face.flatMap(({ key, label, field }, at): Draft[] => {
    if (isCaseFact(field) || !maybe.has(field)) return [];
    const required = isRequired(fields, key);
    return [{ field: `result.face.${at}`, code: required ? "items.faceMayBeHidden" : "items.faceMayBeEmpty", severity: required ? "error" : "warning", params: { label: label.zh } }];
  });
}

const isRequired = (fields: readonly FaceFieldSpec[], key: string) => fields.some((spec) => spec.key === key && spec.required);

function maybeEmpty({ sections }: FormDefinition): ReadonlySet<string> {
  const silent = (field: Field) => field.visibleWhen !== undefined || field.optional === true;
  return new Set(sections.flatMap(({ visibleWhen, fields }) => fields.filter((field) => visibleWhen !== undefined || silent(field)).map(({ id }) => id)));
}

function validity({ validMonths }: ItemResult, { validity: rule }: CertificateForm): Draft[] {
  if (validMonths === undefined) return [];
  if (rule.kind === "months" && validMonths > rule.months) return [{ field: "result", code: "items.validLongerThanType", severity: "error", params: { months: rule.months } }];
  return rule.kind === "fixed" ? [{ field: "result", code: "items.validFixedByType", severity: "warning", params: { until: rule.until } }] : [];
}

/** Co-holders come out of a group whose rows always have a name and a number. */
function coHolders({ coHolders: id }: ItemResult, { holderKinds }: CertificateForm, definition: FormDefinition): Draft[] {
  if (id === undefined) return [];
  const group = groupsOf(definition).find((one) => one.id === id);
  if (!group) return [{ field: "result.coHolders", code: "items.coHoldersUnknown", severity: "error", params: {} }];
  const fields = coHolderFields(group);
  if (!fields) return [{ field: "result.coHolders", code: "items.coHoldersIncomplete", severity: "error", params: { group: group.label.zh } }];
  return holderKinds.includes(fields.type === "111" ? "person" : "organisation") ? [] : [{ field: "result.coHolders", code: "items.holderKindMismatch", severity: "warning", params: {} }];
}

function holders({ audience }: RevisionContent, { holderKinds }: CertificateForm): Draft[] {
  const [persons, organisations] = [audience.includes("1"), audience.some((one) => one !== "1")];
  const missing = (persons && !holderKinds.includes("person")) || (organisations && !holderKinds.includes("organisation"));
  return missing ? [{ field: "result", code: "items.holderKindMismatch", severity: "warning", params: {} }] : [];
}

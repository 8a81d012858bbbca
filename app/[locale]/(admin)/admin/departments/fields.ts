import type { getTranslations } from "next-intl/server";
import type { FieldSpec } from "../_parts/FieldsForm";

type T = Awaited<ReturnType<typeof getTranslations<"departments">>>;
const names = ["code", "uscc", "name", "division", "parent", "successor", "successorCode", "address", "phone", "basis"] as const;
type Name = (typeof names)[number];

const hints: Partial<Record<Name, "parentHint" | "successorHint" | "basisHint" | "codeHint" | "successorCodeHint">> = {
  parent: "parentHint", successor: "successorHint", basis: "basisHint", code: "codeHint", successorCode: "successorCodeHint",
};
const optional: readonly Name[] = ["parent", "successor", "successorCode", "address", "phone"];
const short: readonly Name[] = ["division", "code", "successorCode"];

/** Fields of departments and divisions by name, with what stands there now. */
export function placeFields(t: T, values: Partial<Record<Name, string>>): FieldSpec[] {
  return names.filter((name) => values[name] !== undefined).map((name) => {
    const hint = hints[name];
    return {
      type: "text", name, label: t(`fields.${name}`), hint: hint && t(`fields.${hint}`), optional: optional.includes(name), value: values[name],
      problem: t(`problems.${name}`), width: short.includes(name) ? "short" : "wide",
    };
  });
}

import { api } from "@/app/_trpc/server";
import type { AnswerValue, Answers, Field, FormDefinition } from "@/domain/forms/schema";
import type { DivisionNames } from "./AnswerText";

function codesIn(fields: readonly Field[], answers: Answers): string[] {
  return fields.flatMap((field) => {
    const value = answers[field.id];
    if (field.type === "division") return [value];
    if (field.type === "address") return [rows(value).map((address) => address["division"])].flat();
    return field.type === "repeatingGroup" ? rows(value).flatMap((row) => codesIn(field.fields, row)) : [];
  }).filter((code): code is string => typeof code === "string" && /^\d{6}$/.test(code));
}

function rows(value: AnswerValue | undefined): Answers[] {
  return [value].flat().filter((row): row is Answers => typeof row === "object" && row !== null && !Array.isArray(row));
}

/** The names of the divisions that these answers speak of, with what they lie in. */
export async function divisionNamesFor(definition: FormDefinition, answers: Answers): Promise<DivisionNames> {
  const codes = [...new Set(codesIn(definition.sections.flatMap(({ fields }) => fields), answers))];
  const caller = await api();
  const named = await Promise.all(codes.map(async (code) => {
    const found = await caller.departments.getDivision({ code }).catch(() => undefined);
    return found ? [[code, nameOf(found.path)] as const] : [];
  }));
  return Object.fromEntries(named.flat());
}

// 上海市 is a province and its only city by the same name: said once.
function nameOf(path: readonly { name: string }[]): string {
  return [...new Set(path.map(({ name }) => name))].join("");
}

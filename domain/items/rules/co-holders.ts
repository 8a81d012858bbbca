import type { Answers, Field, FormDefinition, LeafField } from "@/domain/forms/schema";

type Group = Extract<Field, { type: "repeatingGroup" }>;
export type CoHolder = { name: string; code: string; type: "111" | "001" };

/** The repeating groups of a form, from which co-holders can be named. */
export const groupsOf = ({ sections }: FormDefinition): Group[] => sections.flatMap(({ fields }) => fields.filter((field) => field.type === "repeatingGroup"));

/** In a row, which field names a co-holder and which gives their number: a person's, or an organisation's; nothing where one of them may stay empty. */
export function coHolderFields({ fields }: Group): { name: string; code: string; type: CoHolder["type"] } | undefined {
  const always = (type: LeafField["type"]) => fields.find((field) => field.type === type && field.optional !== true && field.visibleWhen === undefined)?.id;
  const [person, citizenId, text, uscc] = [always("personName"), always("citizenId"), always("text"), always("uscc")];
  if (person && citizenId) return { name: person, code: citizenId, type: "111" };
  return text && uscc ? { name: text, code: uscc, type: "001" } : undefined;
}

/** Who is named beside the applicant, in the order of the rows; each once, and the applicant (`holderCode`) not again. */
export function coHoldersIn(form: FormDefinition, answers: Answers, { group: id, holderCode }: { group: string; holderCode: string }): CoHolder[] {
  const group = groupsOf(form).find((one) => one.id === id);
  const fields = group && coHolderFields(group);
  const rows = answers[id];
  if (!fields || !Array.isArray(rows)) return [];
  const named = rows.flatMap((row): CoHolder[] => {
    const [name, code] = typeof row === "object" && row !== null ? [textIn(row, fields.name), textIn(row, fields.code).toUpperCase()] : ["", ""];
    return name && code ? [{ name, code, type: fields.type }] : [];
  });
  return named.filter(({ code }, at) => code !== holderCode.toUpperCase() && named.findIndex((other) => other.code === code) === at);
}

function textIn(row: object, field: string): string {
  const value: unknown = Object.entries(row).find(([key]) => key === field)?.[1];
  return typeof value === "string" ? value.trim() : "";
}

import { keyedDigest, keyedDigests } from "@/db/personal-data";
import { maskCitizenId, maskPhone } from "@/domain/core/codes";
import type { Answers, AnswerValue, Field, FormDefinition } from "@/domain/forms/schema";

const masks: Partial<Record<Field["type"], (value: string) => string>> = {
  citizenId: maskCitizenId,
  phone: maskPhone,
  bankAccount: (value) => `${"*".repeat(Math.max(0, value.length - 4))}${value.slice(-4)}`,
};

/** Answers as a clerk first sees them: numbers that identify a person are masked; revealing one is logged. */
export function maskAnswers(definition: FormDefinition, answers: Answers): Answers {
  const fields = definition.sections.flatMap((section) => section.fields);
  return Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, maskValue(fields.find((field) => field.id === id), value)]));
}

function maskValue(field: Field | undefined, value: AnswerValue): AnswerValue {
  if (field?.type === "repeatingGroup" && Array.isArray(value)) {
    return value.map((row) => (isRow(row) ? Object.fromEntries(Object.entries(row).map(([id, cell]) => [id, maskValue(field.fields.find((child) => child.id === id), cell)])) : row));
  }
  const mask = field && masks[field.type];
  return mask && typeof value === "string" ? mask(value) : value;
}

function isRow(value: AnswerValue): value is Answers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Fields whose values the desk sees masked; a group is, when something in its rows is. */
export function isMasked(field: Field): boolean {
  return field.type === "repeatingGroup" ? field.fields.some(isMasked) : masks[field.type] !== undefined;
}

const coded = (number: string, queryCode: string) => `${number}|${queryCode}`;

/** The keyed digest under which the 6-digit query code of a case is kept. */
export function queryCodeDigest(number: string, queryCode: string): string {
  return keyedDigest("queryCode", coded(number, queryCode));
}

/** Whether a query code is the one kept, also when it was kept under an earlier key. */
export function isQueryCode(kept: string | null, number: string, queryCode: string): boolean {
  return kept !== null && keyedDigests("queryCode", coded(number, queryCode)).includes(kept);
}

import { createHash } from "node:crypto";
import { open, seal } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
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

const queryCodePlace = (id: string): Place => ({ table: "applications", column: "query_code", row: id });

/** The 6-digit query code of a case as it is kept. */
export const sealQueryCode = (id: string, queryCode: string): string => seal(queryCode, queryCodePlace(id));

/** The query code of a case, for whoever prints its receipt. */
export const openQueryCode = ({ id, queryCode }: { id: string; queryCode: string | null }): string | null => (queryCode === null ? null : open(queryCode, queryCodePlace(id)));

/** Whether a query code is the one kept. */
export const isQueryCode = ({ id, queryCode }: { id: string; queryCode: string | null }, typed: string): boolean => queryCode !== null && openQueryCode({ id, queryCode }) === typed;

const digestsPlace = (correctionId: string): Place => ({ table: "corrections", column: "answer_digests", row: correctionId });

/** A digest per answer, to tell later which of them changed. */
export function answerDigests(answers: Answers): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).map(([field, value]) => [field, createHash("sha256").update(JSON.stringify(value)).digest("hex")]));
}

/** Digests as they are kept: an answer of few digits could be guessed from its bare digest. */
export const sealDigests = (correctionId: string, digests: Record<string, string>): string => seal(JSON.stringify(digests), digestsPlace(correctionId));

export const openDigests = ({ id, answerDigests: sealed }: { id: string; answerDigests: string }): Record<string, string> => JSON.parse(open(sealed, digestsPlace(id)));

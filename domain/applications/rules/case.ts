import { parseCitizenId, parseUscc } from "@/domain/core/codes";
import { isSame } from "@/domain/core/same";
import type { AnswerValue, Answers, Field, FormDefinition, LeafField } from "@/domain/forms/schema";
import { isRow } from "@/domain/forms/rules/answers";
import type { User } from "@/domain/core/actor";
import { caseRoles, holds, isColleague } from "../policy";
import type { ApplicationFacts } from "../rules";

/** How long its author may still put a note right. */
export const noteMinutes = 10;

type Written = { authorId: string; createdAt: Date };

/** Whether this person may change a note now: their own, within ten minutes. */
export function canEditNote({ id }: Pick<User, "id">, { authorId, createdAt }: Written, now: Date): boolean {
  return authorId === id && now.getTime() - createdAt.getTime() < noteMinutes * 60_000;
}

/**
 * The departments whose notes on a case this person reads, the one they write for first: where the case lies for who works
 * there, and any department that was asked for a step, for those whose step it is.
 */
export function noteDepartments(actor: User, facts: Pick<ApplicationFacts, "departmentId" | "divisionCode" | "steps">): string[] {
  const own = isColleague(actor, facts) ? [facts.departmentId] : [];
  const asked = facts.steps.flatMap(({ departmentId, role, status }) =>
    (departmentId !== null && (status === "active" || status === "done") && holds(actor, role, { departmentId, divisionCode: facts.divisionCode }) ? [departmentId] : []));
  return [...new Set([...own, ...asked])];
}

/** Whether a case lies where this person holds a post of the desk: registers are asked by nobody else. */
export const canAskRegisters = (actor: User, facts: Pick<ApplicationFacts, "departmentId" | "divisionCode">): boolean =>
  caseRoles.some((role) => role !== "supervisor" && holds(actor, role, facts));

/** Fields whose answer is not what it was. */
export function changedFields(before: Answers, now: Answers): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((field) => !isSame(before[field], now[field]));
}

type Coded = { field: Field | LeafField; value: string };

/** Every code with check digits that was answered, in rows of groups too, and whether it is well-formed: never whether it exists. */
export function codesIn({ sections }: FormDefinition, answers: Answers): { total: number; wrong: (Field | LeafField)[] } {
  const codes = sections.flatMap(({ fields }) => fields.flatMap((field) => codesOf(field, answers[field.id])));
  return { total: codes.length, wrong: codes.filter(({ field, value }) => !isWellFormed(field, value)).map(({ field }) => field) };
}

function codesOf(field: Field, value: AnswerValue | undefined): Coded[] {
  if (field.type === "repeatingGroup") return (Array.isArray(value) ? value.filter(isRow) : []).flatMap((row) => field.fields.flatMap((child) => codeOf(child, row[child.id])));
  return codeOf(field, value);
}

const codeOf = (field: Field | LeafField, value: AnswerValue | undefined): Coded[] =>
  ((field.type === "citizenId" || field.type === "uscc") && typeof value === "string" ? [{ field, value }] : []);

const isWellFormed = ({ type }: Field | LeafField, value: string): boolean => (type === "uscc" ? parseUscc(value) : parseCitizenId(value)) !== undefined;

import { addDays, compareDays, startOfDay, type Day } from "@/domain/core/calendar";
import { maskCitizenId, maskEmail, maskName, maskPhone, parseEmail, parsePhone } from "@/domain/core/codes";
import type { Answers, AnswerValue, Field } from "@/domain/forms/schema";
import type { ExpertPerson, ExpertScope, ExpertState } from "../schema/experts";

/** A link lives this many days at most, and the browser that gave the right code this many hours. */
export const expertLife = { days: 60, sessionHours: 2, perCase: 20 } as const;

/** The first instant after the last day on which an opinion is taken (Asia/Shanghai). */
export const linkEnd = (dueOn: Day): Date => startOfDay(addDays(dueOn, 1));

/** Why an expert cannot be asked until this day, as an error code; nothing when they can. */
export function refuseDue(dueOn: Day, today: Day): string | undefined {
  if (compareDays(dueOn, today) <= 0) return "experts.dueInThePast";
  return compareDays(dueOn, addDays(today, expertLife.days)) > 0 ? "experts.dueTooFar" : undefined;
}

/** How the expert is reached, tidied; nothing when no message could arrive there. */
export function reachOf({ channel, to }: Pick<ExpertPerson, "channel" | "to">): string | undefined {
  return channel === "phone" ? parsePhone(to) : parseEmail(to);
}

export const maskReach = ({ channel, to }: Pick<ExpertPerson, "channel" | "to">): string => (channel === "phone" ? maskPhone(to) : maskEmail(to));

type Marks = { submittedAt: Date | null; declinedAt: Date | null; revokedAt: Date | null; enteredAt: Date | null; expiresAt: Date };

/** Where a request stands. `open`: whether its step still waits; an opinion nobody waits for any more is not taken. */
export function expertState({ submittedAt, declinedAt, revokedAt, enteredAt, expiresAt }: Marks, open: boolean, now: Date): ExpertState {
  if (submittedAt) return "answered";
  if (declinedAt) return "declined";
  if (revokedAt) return "revoked";
  if (!open) return "ended";
  if (now >= expiresAt) return "expired";
  return enteredAt ? "seen" : "invited";
}

/** Whether the link still leads to the case. */
export const isWaiting = (state: ExpertState): boolean => state === "invited" || state === "seen";

const hidden = (value: string, shown: number) => `${[...value].slice(0, shown).join("")}***`;

/** Outside the organ more is masked than at its desk: whoever reads it has no duty of office. */
const masks: Partial<Record<Field["type"], (value: string) => string>> = {
  citizenId: maskCitizenId, phone: maskPhone, email: maskEmail, personName: maskName,
  bankAccount: (value) => `${"*".repeat(Math.max(0, value.length - 4))}${value.slice(-4)}`,
};

/** Whether masking changes what an answer to this field shows. */
export const isMaskedOutside = (field: Field): boolean => field.type === "address" || masks[field.type] !== undefined || (field.type === "repeatingGroup" && field.fields.some(isMaskedOutside));

/** The answers an expert was given, each masked unless it was opened; uploads are listed apart. */
export function scopedAnswers(fields: readonly Field[], answers: Answers, scope: Pick<ExpertScope, "fields">): { field: Field; value: AnswerValue; masked: boolean }[] {
  return scope.fields.flatMap(({ id, open }) => {
    const field = fields.find((one) => one.id === id);
    const value = answers[id];
    if (!field || value === undefined || field.type === "file") return [];
    const masked = !open && isMaskedOutside(field);
    return [{ field, value: masked ? maskOutside(field, value) : value, masked }];
  });
}

function maskOutside(field: Field, value: AnswerValue): AnswerValue {
  if (Array.isArray(value)) return value.map((row) => (isRow(row) ? maskRow(field, row) : row));
  if (isRow(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, typeof part === "string" && key !== "division" ? hidden(part, 0) : part]));
  if (typeof value !== "string") return value;
  return masks[field.type]?.(value) ?? (field.type === "address" ? hidden(value, 6) : value);
}

function maskRow(group: Field, row: Answers): Answers {
  const fields = group.type === "repeatingGroup" ? group.fields : [];
  return Object.fromEntries(Object.entries(row).map(([id, cell]) => {
    const field = fields.find((one) => one.id === id);
    return [id, field && isMaskedOutside(field) ? maskOutside(field, cell) : cell];
  }));
}

const isRow = (value: AnswerValue): value is Answers => typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands across every page an expert sees: who looks, when, for what. */
export const outsideMark = ({ name, organisation }: Pick<ExpertPerson, "name" | "organisation">, stamp: string): string => `${name} ${organisation} ${stamp} 仅供本次专家意见使用`;

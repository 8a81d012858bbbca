import { addDays, type Day } from "@/domain/core/calendar";
import { maskCitizenId, maskName } from "@/domain/core/codes";
import { dayInWords } from "@/domain/core/words";
import type { Answers, AnswerValue, Field, FormDefinition } from "@/domain/forms/schema";
import { isCaseFact, type CaseFact, type FaceFieldSpec, type ItemResult, type ValidityRule } from "@/domain/items/schema/result";
import type { CertificateRecord, CertificateStatus, FaceField } from "./schema";

/**
 * The last day on which a certificate of so many months is valid: the day before the same day of the month it ends in,
 * or that month's last day where it is shorter (民法典 202).
 */
export function lastValidDay(from: Day, months: number): Day {
  const [year = 0, month = 0, day = 0] = from.split("-").map(Number);
  const daysInMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const same = new Date(Date.UTC(year, month - 1 + months, Math.min(day, daysInMonth))).toISOString().slice(0, 10);
  return day > daysInMonth ? same : addDays(same, -1);
}

/** The last day of validity by the rule of the type, or by the item's own months; null for 长期 and for what ends with an event. */
export function validUntil(rule: ValidityRule, decidedOn: Day, itemMonths?: number): Day | null {
  if (rule.kind === "fixed") return rule.until;
  const months = itemMonths ?? (rule.kind === "months" ? rule.months : undefined);
  return months === undefined ? null : lastValidDay(decidedOn, months);
}

/** Where a certificate stands on a day: a valid one whose last day has passed is expired, whether or not anyone recorded it. */
export function statusOn({ status, validUntil }: { status: CertificateStatus; validUntil: Day | null }, today: Day): CertificateStatus {
  return status === "valid" && validUntil !== null && validUntil < today ? "expired" : status;
}

type Face = NonNullable<ItemResult["face"]>;
type FaceSource = { form: FormDefinition; answers: Answers; facts: Record<CaseFact, string>; divisionName: (code: string) => string };

/** The face of a certificate: every field bound to an answer or a fact of the case, in words. An answer that was not asked leaves an empty value. */
export function faceOf(face: Face, { form, answers, facts, divisionName }: FaceSource): FaceField[] {
  const fields = new Map(fieldsOf(form).map((field) => [field.id, field]));
  return face.map(({ key, label, field }) => {
    if (isCaseFact(field)) return { key, labelZh: label.zh, labelEn: label.en ?? label.zh, value: facts[field] };
    const bound = fields.get(field);
    const answer = answers[field];
    return { key, labelZh: label.zh, labelEn: label.en ?? label.zh, value: bound && answer !== undefined ? inWords(bound, answer, divisionName) : "" };
  });
}

const fieldsOf = (form: FormDefinition): Field[] => form.sections.flatMap((section) => section.fields);

/** The division codes among the answers, whose names the face will need. */
export function divisionsIn(form: FormDefinition, answers: Answers): string[] {
  const codesIn = (field: Field, answer: AnswerValue | undefined): string[] => {
    if (field.type === "division") return typeof answer === "string" ? [answer] : [];
    if (field.type === "address") return [textAt(answer, "division")];
    if (field.type === "repeatingGroup" && Array.isArray(answer)) return answer.flatMap((row) => field.fields.flatMap((child) => codesIn(child, member(row, child.id))));
    return [];
  };
  return [...new Set(fieldsOf(form).flatMap((field) => codesIn(field, answers[field.id])))].filter(Boolean);
}

function inWords(field: Field, answer: AnswerValue, divisionName: (code: string) => string): string {
  switch (field.type) {
    case "division": return divisionName(String(answer));
    case "address": return `${divisionName(textAt(answer, "division"))}${textAt(answer, "detail")}`;
    case "repeatingGroup": return list(answer).map((row) => rowInWords(field.fields, row, divisionName)).join("\n");
    case "choice": return labelOf(field.options, answer);
    case "multipleChoice": return list(answer).map((value) => labelOf(field.options, value)).join("、");
    case "file": return list(answer).map((file) => textAt(file, "name")).join("、");
    case "signature": return textAt(answer, "name");
    case "dateRange": return `${dayInWords(textAt(answer, "start"))}至${dayInWords(textAt(answer, "end"))}`;
    default: return valueInWords(field, answer);
  }
}

function valueInWords(field: Field, answer: AnswerValue): string {
  switch (field.type) {
    case "date": return dayInWords(String(answer));
    case "yesNo": return answer === true ? "是" : "否";
    case "number": return `${String(answer)}${field.unit?.zh ?? ""}`;
    case "money": return moneyInWords(Number(answer));
    case "computed": return computedInWords(field.display, answer);
    default: return typeof answer === "string" ? answer : "";
  }
}

function computedInWords(display: "text" | "number" | "money" | "date" | undefined, answer: AnswerValue): string {
  if (display === "date") return dayInWords(String(answer));
  return display === "money" ? moneyInWords(Number(answer)) : String(answer ?? "");
}

function rowInWords(fields: readonly Field[], row: AnswerValue, divisionName: (code: string) => string): string {
  const parts = fields.map((field) => ({ field, answer: member(row, field.id) }));
  return parts.flatMap(({ field, answer }) => (answer === undefined ? [] : [inWords(field, answer, divisionName)])).filter(Boolean).join("，");
}

const list = (answer: AnswerValue): AnswerValue[] => (Array.isArray(answer) ? answer : []);

function member(answer: AnswerValue | undefined, key: string): AnswerValue | undefined {
  return typeof answer === "object" && answer !== null && !Array.isArray(answer) ? answer[key] : undefined;
}

function textAt(answer: AnswerValue | undefined, key: string): string {
  const value = member(answer, key);
  return typeof value === "string" ? value : "";
}

const labelOf = (options: readonly { value: string; label: { zh: string } }[], value: AnswerValue) =>
  options.find((option) => option.value === value)?.label.zh ?? "";

const moneyInWords = (yuan: number) => `${yuan.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} 元`;

/** What anyone may read who verifies a certificate: holder and face with most of every personal value hidden. */
export type MaskedFace = { holders: string[]; fields: FaceField[] };

/**
 * Masks a record for the public, each field as its type says (`specs`). What no type speaks of: a person's face values keep
 * their first quarter only; an organisation's are public by law, save ID and phone numbers within them.
 */
export function maskFace({ holders, extend_info }: CertificateRecord, specs: readonly FaceFieldSpec[] = []): MaskedFace {
  const personal = holders.some(({ type }) => type === "111");
  const rules = new Map(specs.map(({ key, mask }) => [key, masks[mask]]));
  const otherwise = personal ? maskMost : maskNumbers;
  return {
    holders: holders.map(({ name, type }) => (type === "111" ? maskName(name) : name)),
    fields: extend_info.map((field) => ({ ...field, value: (rules.get(field.key) ?? otherwise)(field.value) })),
  };
}

const maskEnds = (value: string) => {
  const characters = [...value];
  return characters.length > 10 ? `${characters.slice(0, 6).join("")}********${characters.slice(-4).join("")}` : maskMost(value);
};

const masks: Record<FaceFieldSpec["mask"], (value: string) => string> = {
  open: (value) => value, name: maskName, number: maskEnds, most: (value) => maskMost(value), hidden: (value) => (value === "" ? "" : "******"),
};

const LONGEST_MASK = 12;

function maskMost(value: string): string {
  const characters = [...value];
  const kept = Math.floor(characters.length / 4);
  return characters.length === 0 ? "" : `${characters.slice(0, kept).join("")}${"*".repeat(Math.min(characters.length - kept, LONGEST_MASK))}`;
}

const maskNumbers = (value: string) =>
  value.replace(/\d{17}[\dXx]/g, maskCitizenId).replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, (phone) => `${phone.slice(0, 3)}****${phone.slice(-4)}`);

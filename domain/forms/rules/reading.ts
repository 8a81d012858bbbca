import type { Day } from "@/domain/core/calendar";
import type { ErrorParams } from "@/domain/core/errors";
import type { AnswerValue, DayRule, LeafField } from "../schema";
import type { FormErrorCode } from "./errors";

/** What an HTML form posts: the inputs of a field share its id, its parts follow a dot (`birthOn.year`; for dates a dash will do). */
export type RawAnswers = Record<string, string | string[]>;

/** One flaw of one answer; `part` is the input at fault, `against` the question it contradicts; in a group, `child` says which answer of which row. */
export type Flaw = { code: FormErrorCode; params: ErrorParams; part?: string; against?: string; child?: { row: number; field: LeafField } };

/** A value, a list of flaws, or neither: nothing was given. */
export type Reading = { value?: AnswerValue; flaws: readonly Flaw[] };

/** What a reader needs besides its field. `previous` is the value stored before, `bound` the day of an expression, `against` the question that tells the only day, `signers` whose name a signature may be. */
export type Input = {
  name: string;
  raw: RawAnswers;
  today: Day;
  previous: AnswerValue | undefined;
  files: ReadonlyMap<string, string>;
  bound: (which: DayRule) => Day | undefined;
  against: string | undefined;
  signers: readonly string[] | undefined;
};

export const empty: Reading = { flaws: [] };

export const valid = (value: AnswerValue): Reading => ({ value, flaws: [] });

export function flawed(code: FormErrorCode, params: ErrorParams = {}, part?: string): Reading {
  return { flaws: [part === undefined ? { code, params } : { code, params, part }] };
}

// Neither can be stored in PostgreSQL: lone surrogates and control characters (line breaks and tabs are judged by the reader).
const CONTROL = /[^\P{Cc}\r\n\t]/gu;

const cleaned = (text: string) => text.toWellFormed().replace(CONTROL, "");

// A field may be called `toString`: only what was posted counts.
const postedAs = (raw: RawAnswers, name: string) => (Object.hasOwn(raw, name) ? raw[name] : undefined);

/** The first posted value under a name, cleaned, or an empty text. */
export function one(raw: RawAnswers, name: string): string {
  const posted = postedAs(raw, name);
  return cleaned((Array.isArray(posted) ? posted[0] : posted) ?? "");
}

/** Every posted value under a name that is not blank. */
export function many(raw: RawAnswers, name: string): string[] {
  const posted = postedAs(raw, name) ?? [];
  return (Array.isArray(posted) ? posted : [posted]).map((text) => cleaned(text).trim()).filter((text) => text !== "");
}

const FULL_WIDTH = /[！-～]/g;

/** Full-width digits, letters and signs made narrow, blanks dropped. */
export function narrow(text: string): string {
  return text.replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replaceAll("。", ".").replace(/\s/g, "");
}

export const lengthOf = (text: string) => [...text].length;

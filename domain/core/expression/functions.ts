import type { Day } from "../calendar";
import { parseCitizenId } from "../codes";
import { isDay } from "../days";
import type { FunctionName } from "./ast";
import { isBlank, isList, isSame, toNumber, type ExpressionValue } from "./values";

type Parameters = readonly ExpressionValue[];

const DAY_MILLISECONDS = 86_400_000;
const MOST_DECIMALS = 10;

/** The functions themselves: total, null for parameters they cannot use. */
export const functions: Record<FunctionName, (...parameters: Parameters) => ExpressionValue> = {
  if: (condition = null, then = null, otherwise = null) => (condition === true ? then : otherwise),
  age: (birthOn = null, on = null) => ageOn(toDay(birthOn), toDay(on)),
  daysBetween: (from = null, to = null) => daysBetween(toDay(from), toDay(to)),
  birthOn: (citizenId = null) => (typeof citizenId === "string" ? (parseCitizenId(citizenId)?.birthOn ?? null) : null),
  length: (value = null) => lengthOf(value),
  count: (list = null) => (isList(list) ? list : [list]).filter((value) => !isBlank(value)).length,
  sum: (list = null) => sum(list),
  contains: (holder = null, part = null) => contains(holder, part),
  isEmpty: (value = null) => isBlank(value),
  round: (value = null, decimals = 0) => round(value, decimals),
  min: (...values) => extreme(values, Math.min),
  max: (...values) => extreme(values, Math.max),
};

function toDay(value: ExpressionValue): Day | undefined {
  return isDay(value) ? value : undefined;
}

/** Full years on a day; born on 29 February, a year is full on 1 March of a common year. */
function ageOn(birthOn: Day | undefined, on: Day | undefined): number | null {
  if (!birthOn || !on || on < birthOn) return null;
  const years = Number(on.slice(0, 4)) - Number(birthOn.slice(0, 4));
  return on.slice(5) < birthOn.slice(5) ? years - 1 : years;
}

function daysBetween(from: Day | undefined, to: Day | undefined): number | null {
  return from && to ? Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS) : null;
}

/** Characters of a text, elements of a list; nothing has length 0. */
function lengthOf(value: ExpressionValue): number | null {
  if (value === null) return 0;
  if (typeof value === "string") return [...value].length;
  return isList(value) ? value.length : null;
}

/** Elements not filled in yet are left out; one that is no number makes the sum null. */
function sum(list: ExpressionValue): number | null {
  const values = (isList(list) ? list : [list]).filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === "number");
  return numbers.length === values.length ? toNumber(numbers.reduce((total, value) => total + value, 0)) : null;
}

function contains(holder: ExpressionValue, part: ExpressionValue): boolean {
  if (isList(holder)) return holder.some((value) => isSame(value, part));
  return typeof holder === "string" && typeof part === "string" && holder.includes(part);
}

/** Half away from zero, in decimal: round(1.005, 2) is 1.01. */
function round(value: ExpressionValue, decimals: ExpressionValue): number | null {
  if (typeof value !== "number" || typeof decimals !== "number") return null;
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) return null;
  const magnitude = String(Math.abs(value));
  // JavaScript writes integers from 1e21 and fractions below 1e-6 with an exponent.
  if (magnitude.includes("e")) return Math.abs(value) > 1 ? value : toNumber(Number(value.toFixed(decimals)));
  const scaled = Math.round(Number(`${magnitude}e${decimals}`));
  // Beyond 2^53 there are no decimals to round.
  return Number.isSafeInteger(scaled) ? Math.sign(value) * Number(`${scaled}e-${decimals}`) : value;
}

function extreme(values: Parameters, pick: (...numbers: number[]) => number): number | null {
  const flat = values.flatMap((value) => (isList(value) ? value : [value])).filter((value) => value !== null);
  const numbers = flat.filter((value) => typeof value === "number");
  if (numbers.length === 0 || numbers.length !== flat.length) return null;
  return numbers.reduce((best, value) => pick(best, value));
}

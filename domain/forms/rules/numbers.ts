import { heardDigits, heardNumber, withoutEndMark } from "@/domain/core/dictation";
import type { Field } from "../schema";
import { empty, flawed, narrow, one, valid, type Input, type Reading } from "./reading";

const LARGEST = 1_000_000_000_000;
// No more places than anybody writes: looking for the last of them takes longer with each.
const NUMBER = /^([+-]?)(\d+)(?:\.(\d{0,100}))?(万?)$/;

type Bounds = { decimals: number; min?: number | undefined; max?: number | undefined; units: readonly string[]; spoken?: (typed: string) => string };

/** Accepts full width, thousands separators, a unit behind, 万, and a number in Chinese. A number without `decimals` is whole. */
export function readNumber(field: Extract<Field, { type: "number" }>, input: Input): Reading {
  const units = [field.unit?.zh, field.unit?.en].filter((unit) => unit !== undefined);
  return read(input, { decimals: field.decimals ?? 0, min: field.min, max: field.max, units });
}

/** 元 with at most two decimals. Money is never negative unless `min` says so. */
export function readMoney(field: Extract<Field, { type: "money" }>, input: Input): Reading {
  return read(input, { decimals: 2, min: field.min ?? 0, max: field.max, units: ["元整", "块钱", "元钱", "元", "圆", "块", "人民币", "RMB", "CNY", "¥", "￥"], spoken: withSmallChange });
}

/** 三块五, 三百块五毛, 两元零五分: what stands after the yuan are tenths and hundredths of it. */
function withSmallChange(typed: string): string {
  const [, yuan = "", tenth = "", hundredth = ""] = /^(.+?)[块元圆](.)[毛角]?(?:(.)分)?$/.exec(typed) ?? [];
  const change = heardDigits(`${tenth}${hundredth}`);
  return /^\d{1,2}$/.test(change) ? `${heardNumber(yuan)}.${change}` : typed;
}

const asTyped = (typed: string) => typed;

function read({ raw, name }: Input, { decimals, min = -LARGEST, max = LARGEST, units, spoken = asTyped }: Bounds): Reading {
  const typed = narrow(withoutEndMark(one(raw, name)));
  if (typed === "") return empty;
  const parsed = parseNumber(heardNumber(bare(spoken(typed), units)));
  if (!parsed) return flawed("forms.notANumber");
  if (parsed.decimals > decimals) return decimals === 0 ? flawed("forms.notWhole") : flawed("forms.tooManyDecimals", { decimals });
  if (parsed.value < min) return flawed("forms.tooSmall", { min });
  return parsed.value > max ? flawed("forms.tooLarge", { max }) : valid(parsed.value);
}

/** 万 shifts the decimal point by four; the shift is done in decimal, so no binary noise enters. */
function parseNumber(text: string): { value: number; decimals: number } | undefined {
  const [, sign = "", whole, fraction = "", wan] = NUMBER.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const shift = wan ? 4 : 0;
  // `|| 0` turns minus zero into zero.
  const value = Number(`${sign}${whole}.${fraction || "0"}e${shift}`) || 0;
  return { value, decimals: fraction.slice(shift).replace(/0+$/, "").length };
}

function bare(typed: string, units: readonly string[]): string {
  const number = units.map(narrow).reduce((text, unit) => (unit === "" ? text : without(text, unit)), typed);
  return number.replace(/[,，_]/g, "").replace(/^[−－]/, "-");
}

function without(text: string, unit: string): string {
  const tail = text.endsWith(unit) ? text.slice(0, -unit.length) : text;
  return tail.startsWith(unit) ? tail.slice(unit.length) : tail;
}

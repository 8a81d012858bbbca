import { isDay } from "@/domain/core/days";
import { heardDate, withoutEndMark } from "@/domain/core/dictation";
import type { Field } from "../schema";
import { empty, flawed, narrow, one, valid, type Flaw, type Input, type RawAnswers, type Reading } from "./reading";

const EARLIEST_YEAR = 1850;
const LATEST_YEAR = 2150;
const PARTS = ["year", "month", "day"] as const;
const WHOLE_DATE = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{2})(\d{2}))$/;

type DatePart = "start" | "end" | "whole";

export function readDate(_: Extract<Field, { type: "date" }>, input: Input): Reading {
  const reading = readDay(input.raw, input.name, "whole");
  return typeof reading.value === "string" ? (outOfBounds(reading.value, input) ?? reading) : reading;
}

/** `after` and `before` are the first and the last day allowed, `mustBe` the only one: that is told first. */
function outOfBounds(day: string, { bound, against }: Input): Reading | undefined {
  const only = bound("mustBe");
  if (only && day !== only && against) return { flaws: [{ code: "forms.dateDiffers", params: {}, against }] };
  const earliest = only ?? bound("after");
  const latest = only ?? bound("before");
  if (earliest && day < earliest) return flawed("forms.dateTooEarly", { limit: earliest });
  return latest && day > latest ? flawed("forms.dateTooLate", { limit: latest }) : undefined;
}

export function readDateRange({ raw, name }: Input): Reading {
  const start = readDay(raw, `${name}.start`, "start");
  const end = readDay(raw, `${name}.end`, "end");
  if (isBlank(start) && isBlank(end)) return empty;
  const flaws = [...atPart(start, "start"), ...atPart(end, "end")];
  if (flaws.length > 0) return { flaws };
  if (typeof start.value !== "string" || typeof end.value !== "string") return empty;
  return end.value < start.value ? flawed("forms.rangeReversed", {}, "end") : valid({ start: start.value, end: end.value });
}

const isBlank = ({ value, flaws }: Reading) => value === undefined && flaws.length === 0;

/** One end alone is not a range: the other is asked for. */
function atPart(reading: Reading, part: "start" | "end"): Flaw[] {
  if (isBlank(reading)) return [{ code: "forms.dateRequired", params: { part }, part }];
  return reading.flaws.map((flaw) => ({ ...flaw, part: flaw.part ? `${part}.${flaw.part}` : part }));
}

function readDay(raw: RawAnswers, name: string, part: DatePart): Reading {
  const parts = partsOf(raw, name);
  const missing = PARTS.find((_, index) => parts[index] === "");
  if (missing && parts.every((text) => text === "")) return empty;
  if (missing) return flawed("forms.dateIncomplete", { part, missing }, missing);
  return realDay(parts) ?? flawed("forms.dateImpossible", { part });
}

/** Year, month and day from three inputs, or a whole date typed into the first of them or under the bare name. */
function partsOf(raw: RawAnswers, name: string): [string, string, string] {
  const [year, month, day] = PARTS.map((key) => heard(one(raw, `${name}.${key}`) || one(raw, `${name}-${key}`)));
  const whole = heard(one(raw, name)) || (month || day ? "" : year);
  return wholeDate(whole ?? "") ?? [bare(year), bare(month), bare(day)];
}

const heard = (text: string) => heardDate(narrow(withoutEndMark(text)));

const bare = (text = "") => text.replace(/[年月日号]$/, "");

function wholeDate(text: string): [string, string, string] | undefined {
  const [, year, month, day, compactMonth, compactDay] = WHOLE_DATE.exec(text) ?? [];
  return year === undefined ? undefined : [year, month ?? compactMonth ?? "", day ?? compactDay ?? ""];
}

function realDay([year, month, day]: readonly [string, string, string]): Reading | undefined {
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const inRange = Number(year) >= EARLIEST_YEAR && Number(year) <= LATEST_YEAR;
  return isDay(written) && inRange ? valid(written) : undefined;
}

import { normaliseText } from "@/domain/core/codes";
import { withoutEndMark } from "@/domain/core/dictation";
import type { Field } from "../schema";
import { empty, flawed, lengthOf, many, narrow, one, valid, type Input, type Reading } from "./reading";

const YES = new Set(["yes", "true", "on", "是", "是的", "对", "对的", "有"]);
const NO = new Set(["no", "false", "off", "否", "不是", "不", "不对", "没有", "没"]);
const LONGEST_DETAIL = 200;
const MOST_FILES = 5;
/** Prefecture-level cities without counties: the city itself is the finest division (GB/T 2260). */
const CITIES_WITHOUT_COUNTIES = new Set(["441900", "442000", "460400", "620200"]);

export function readChoice(field: Extract<Field, { type: "choice" }>, { raw, name }: Input): Reading {
  const chosen = withoutEndMark(one(raw, name)).trim();
  if (chosen === "") return empty;
  // By its value, as a page posts it; by its words, as a person says them.
  const option = field.options.find(({ value }) => value === chosen) ?? field.options.find(({ label }) => label.zh === chosen || label.en === chosen);
  return option ? valid(option.value) : flawed("forms.notAnOption");
}

/** Kept in the order of the options, each once. */
export function readMultipleChoice(field: Extract<Field, { type: "multipleChoice" }>, { raw, name }: Input): Reading {
  const chosen = new Set(many(raw, name));
  const known = field.options.map(({ value }) => value).filter((value) => chosen.has(value));
  if (chosen.size === 0) return empty;
  if (known.length < chosen.size) return flawed("forms.notAnOption");
  return field.max !== undefined && known.length > field.max ? flawed("forms.tooManyChosen", { max: field.max }) : valid(known);
}

export function readYesNo({ raw, name }: Input): Reading {
  const answer = withoutEndMark(one(raw, name)).trim().toLowerCase();
  if (answer === "") return empty;
  if (YES.has(answer)) return valid(true);
  return NO.has(answer) ? valid(false) : flawed("forms.notAnOption");
}

/** A six-digit code at least as fine as `level` (county unless told). Whether it exists is for the server's register. */
export function readDivision(field: Extract<Field, { type: "division" }>, { raw, name }: Input): Reading {
  const code = narrow(one(raw, name));
  if (code === "") return empty;
  const level = field.level ?? "county";
  if (!/^[1-9]\d{5}$/.test(code)) return flawed("forms.notAnOption");
  return isFineEnough(code, level) ? valid(code) : flawed("forms.divisionTooBroad", { level });
}

function isFineEnough(code: string, level: "province" | "city" | "county"): boolean {
  if (level === "province") return true;
  if (level === "city") return !code.endsWith("0000");
  return !code.endsWith("00") || CITIES_WITHOUT_COUNTIES.has(code);
}

export function readAddress({ raw, name }: Input): Reading {
  const code = narrow(one(raw, `${name}.division`));
  const detail = normaliseText(one(raw, `${name}.detail`));
  if (code === "" && detail === "") return empty;
  if (!/^[1-9]\d{5}$/.test(code) || !isFineEnough(code, "county")) return flawed("forms.addressDivision", {}, "division");
  if (detail === "") return flawed("forms.addressDetail", {}, "detail");
  return lengthOf(detail) > LONGEST_DETAIL ? flawed("forms.tooLong", { max: LONGEST_DETAIL }, "detail") : valid({ division: code, detail });
}

/** How many files a file field takes when its definition does not say. */
export function maxFilesOf(field: { maxFiles?: number | undefined }): number {
  return field.maxFiles ?? MOST_FILES;
}

/** The ids posted must be among the files at hand: those just resolved by the server, and those stored before. */
export function readFile(field: Extract<Field, { type: "file" }>, { raw, name, files, previous }: Input): Reading {
  const ids = [...new Set(many(raw, name))];
  if (ids.length === 0) return empty;
  const known = new Map([...namesIn(previous), ...files]);
  if (ids.some((id) => !known.has(id))) return flawed("forms.fileMissing");
  const max = maxFilesOf(field);
  return ids.length > max ? flawed("forms.tooManyFiles", { max }) : valid(ids.map((fileId) => ({ fileId, name: known.get(fileId) ?? "" })));
}

function namesIn(value: Input["previous"]): [string, string][] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry): [string, string][] => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return [];
    const { fileId, name } = entry;
    return typeof fileId === "string" && typeof name === "string" ? [[fileId, name]] : [];
  });
}

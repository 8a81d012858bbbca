import type { DivisionCode } from "./schema";

/** The codes of a division and all it lies in, from itself up to the country (GB/T 2260: 2 + 2 + 2 digits). */
export function ancestry(code: DivisionCode): DivisionCode[] {
  const chain = [code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`, "000000"];
  return chain.filter((entry, i) => chain.indexOf(entry) === i);
}

/** Whether a division lies in (or is) another. */
export function isWithin(code: DivisionCode, outer: DivisionCode): boolean {
  return ancestry(code).includes(outer);
}

/** How the codes of a division and of all that lies in it begin: what `isWithin` is to a row, this is to an index. */
export const stemOf = (code: DivisionCode): string => code.replace(/(?:00){1,2}$/, "").replace(/^0+$/, "");

/** The level of a division by its code (GB/T 2260). */
export function levelOf(code: DivisionCode): "country" | "province" | "city" | "county" {
  if (code === "000000") return "country";
  if (code.endsWith("0000")) return "province";
  return code.endsWith("00") ? "city" : "county";
}

/** The level of a division's departments (GB/T 39046 A.2): 2 省, 3 市, 4 县. */
export const departmentLevel = (code: DivisionCode) => ({ country: "1", province: "2", city: "3", county: "4" })[levelOf(code)];

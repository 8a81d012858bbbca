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

import type { RawAnswers } from "@/domain/forms/rules/reading";

/** What a page posted, without the inputs that steer the page (`_…`) and those of the framework (`$…`). */
export function rawFromForm(form: FormData): RawAnswers {
  const names = [...new Set(form.keys())].filter((name) => !/^[_$]/.test(name));
  return Object.fromEntries(names.map((name) => [name, valuesOf(form, name)]));
}

function valuesOf(form: FormData, name: string): string | string[] {
  const values = form.getAll(name).filter((value) => typeof value === "string");
  return values.length === 1 ? (values[0] ?? "") : values;
}

/** The first value under a name, or an empty text. */
export function rawText(raw: RawAnswers, name: string): string {
  const value = raw[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

/** Every value under a name. */
export function rawList(raw: RawAnswers, name: string): string[] {
  const value = raw[name] ?? [];
  return Array.isArray(value) ? value : [value];
}

/** A date as `DateField` takes it: the three parts as typed, joined by dashes. */
export function rawDay(raw: RawAnswers, name: string): string {
  const parts = ["year", "month", "day"].map((part) => rawText(raw, `${name}.${part}`) || rawText(raw, `${name}-${part}`));
  return parts.some(Boolean) ? parts.join("-") : "";
}

/** The rows of a group that are shown at least: one where an answer is due. */
export function leastRows({ optional, min = 1 }: { optional?: boolean | undefined; min?: number | undefined }): number {
  return optional ? 0 : Math.max(1, min);
}

/** How many rows of a group a page shows: as many as were posted or stored, and at least `least`. */
export function rowCount(raw: RawAnswers, group: string, least: number): number {
  return Math.max(Number(rawText(raw, `${group}.rows`)) || 0, least);
}

/** One more, empty row at the end of a group. */
export function withRow(raw: RawAnswers, group: string): RawAnswers {
  return { ...raw, [`${group}.rows`]: String(rowCount(raw, group, 0) + 1) };
}

/** The group without one of its rows; those after it move up. */
export function withoutRow(raw: RawAnswers, group: string, row: number): RawAnswers {
  const kept = Object.entries(raw).flatMap(([name, value]): [string, string | string[]][] => {
    const at = rowOf(name, group);
    if (at === undefined) return [[name, value]];
    if (at === row) return [];
    const tail = name.slice(`${group}.${at}`.length);
    return [[at > row ? `${group}.${at - 1}${tail}` : name, value]];
  });
  return { ...Object.fromEntries(kept), [`${group}.rows`]: String(Math.max(0, rowCount(raw, group, 0) - 1)) };
}

function rowOf(name: string, group: string): number | undefined {
  const found = name.startsWith(`${group}.`) ? /^\d+(?=[.])/.exec(name.slice(group.length + 1)) : null;
  return found ? Number(found[0]) : undefined;
}

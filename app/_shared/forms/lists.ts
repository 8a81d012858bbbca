import { country, placesOf, type DivisionLists } from "./divisions";
import { api } from "@/app/_trpc/server";
import type { RawAnswers } from "@/domain/forms/rules/reading";

const mostLists = 60;

/** The lists that the selects of a page need for what is chosen in them: the provinces, and what lies beneath each choice. */
export async function listsFor(raw: RawAnswers): Promise<DivisionLists> {
  const codes = Object.values(raw).flatMap((value) => (typeof value === "string" && /^[1-9]\d{5}$/.test(value) ? [value] : []));
  const parents = [...new Set([country, ...codes.flatMap((code) => Object.values(placesOf(code))).filter(Boolean)])].slice(0, mostLists);
  const caller = await api();
  return Object.fromEntries(await Promise.all(parents.map(async (parent) => [parent, await caller.departments.listDivisions({ parent })] as const)));
}

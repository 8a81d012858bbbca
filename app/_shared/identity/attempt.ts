import { getLocale } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { isDomainError, type ErrorParams } from "@/domain/core/errors";
import { safeReturnPath } from "@/domain/identity/rules";

export type Problem = { code: string; params: ErrorParams };

/** What a form that failed shows: why, and what was typed. */
export type FormState = { problem?: Problem; missing?: true; typed?: string };

export const textOf = (form: FormData, name: string) => String(form.get(name) ?? "");

/** What the work gives, or why it was refused on purpose; anything unforeseen is thrown on. */
export async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { problem: Problem }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (isDomainError(error)) return { problem: { code: error.code, params: error.params } };
    throw error;
  }
}

/** A path of this site in the language of this page. */
export const here = async (path: string) => localePath(await getLocale(), path);

/** The same, taking along where the person wants to return to. */
export async function hereWith(path: string, next: string): Promise<string> {
  return here(next ? `${path}${path.includes("?") ? "&" : "?"}next=${encodeURIComponent(next)}` : path);
}

type Arrival = { next: "done"; home: string } | { next: "secondFactor" | "enrol" };

/** Where a sign-in goes on: the page it came from, the second factor, or setting one up. */
export async function placeAfter(arrival: Arrival, next: string): Promise<string> {
  if (arrival.next !== "done") return hereWith(arrival.next === "enrol" ? "/sign-in/enrol" : "/sign-in/verify", next);
  return safeReturnPath(next, await here(arrival.home));
}

import type { DivisionLists } from "@/app/_shared/forms/divisions";
import type { RawAnswers } from "@/domain/forms/rules/reading";

/** The panel as it was last sent. `at` changes with every answer of the server, so that the inputs are drawn anew. */
export type TestState = { at: string; raw: RawAnswers; known: Known; lists: DivisionLists; focus: string | null };

/** What the form is tried against: a day, and what the account would hold. */
export type Known = { today: string; profile: Record<string, string> };

/** The names of the inputs that carry it. */
export const todayName = "_today";
export const profileName = (source: string) => `_${source}`;

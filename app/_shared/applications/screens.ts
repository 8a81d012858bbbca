import { isCountOpen, screensOf, standingOf, type Screen } from "@/domain/forms/rules/questions";
import { pagesOf, splitFields } from "./steps";
import type { Draft } from "./types";

/** A place in the form of an application: a page, or in the simplified flow one question of it. */
export type FormPlace = { id: string; section: string; question?: string | undefined; returnsToCheck?: boolean | undefined };

/** Its address, without language; the same in both flows. */
export function placePath({ id, section, question, returnsToCheck = false }: FormPlace): string {
  const query = new URLSearchParams({ ...(question === undefined ? {} : { question }), ...(returnsToCheck ? { from: "check" } : {}) });
  return `/apply/${id}/${section}${query.size > 0 ? `?${query}` : ""}`;
}

/** Known of the person; what the form itself proposes, or was chosen before starting, is asked like anything else. */
const isRecalled = (origin: Draft["sources"][string] | undefined) => origin !== undefined && origin.from !== "situation" && origin.from !== "fixed";

type Filled = Pick<Draft, "definition" | "answers" | "context" | "errors" | "correction" | "openFields" | "sources">;

/** The screens of an application in the simplified flow; under correction those with something to put right, if this page is one. */
export function screensFor(draft: Filled, sectionId: string): Screen[] {
  const { asked, all } = pagesOf(draft);
  const pages = asked.some(({ section }) => section.id === sectionId) ? asked : all;
  const wrong = new Set(draft.errors.map(({ fieldId }) => fieldId.split(".")[0]));
  const isKnown = (id: string) => !draft.correction && isRecalled(draft.sources[id]) && Object.hasOwn(draft.answers, id) && !wrong.has(id);
  return screensOf(pages.map(({ section, fields }) => ({ section, fields: splitFields(fields, draft.openFields).open })), isKnown);
}

/** One question of many: its screen, what comes before it, and how many there are, where that is settled. */
export type Question = { screen: Screen; current: number; total: number | undefined; previous: Screen | undefined };

export function questionAt(draft: Filled, sectionId: string, question: string | undefined): Question | undefined {
  const screens = screensFor(draft, sectionId);
  const standing = standingOf(screens, sectionId, question);
  if (!standing) return undefined;
  const { index, screen } = standing;
  const passed = new Set(screens.slice(0, index).flatMap(({ fields }) => fields.map(({ id }) => id)));
  const own = screens[index];
  return {
    screen, current: index + 1,
    total: isCountOpen(draft.definition, passed) ? undefined : screens.length,
    // Whoever opened one known answer goes back to all of them.
    previous: own?.key === screen.key ? screens[index - 1] : own,
  };
}

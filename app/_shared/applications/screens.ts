import { isRecalled } from "@/domain/forms/rules/prefill";
import { questionAmong, screensOf, type Question, type Screen } from "@/domain/forms/rules/questions";
import { splitFields } from "./openFields";
import { pagesOf } from "./steps";
import type { Draft } from "./types";

type Filled = Pick<Draft, "definition" | "answers" | "context" | "errors" | "correction" | "openFields" | "sources">;

/** The screens of an application in the simplified flow; under correction those with something to put right, if this page is one. */
export function screensFor(draft: Filled, sectionId: string): Screen[] {
  const { asked, all } = pagesOf(draft);
  const pages = asked.some(({ section }) => section.id === sectionId) ? asked : all;
  const wrong = new Set(draft.errors.map(({ fieldId }) => fieldId.split(".")[0]));
  const isKnown = (id: string) => !draft.correction && isRecalled(draft.sources[id]) && Object.hasOwn(draft.answers, id) && !wrong.has(id);
  return screensOf(pages.map(({ section, fields }) => ({ section, fields: splitFields(fields, draft.openFields).open })), isKnown);
}

export const questionAt = (draft: Filled, sectionId: string, question: string | undefined): Question | undefined => questionAmong(screensFor(draft, sectionId), draft.definition, sectionId, question);

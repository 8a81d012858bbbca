import { parseExpression } from "@/domain/core/expression/parse";
import { references } from "@/domain/core/expression/references";
import { compileForm, type VisibleSection } from "@/domain/forms/rules/compile";
import type { FormError } from "@/domain/forms/rules/errors";
import type { Field, FormDefinition, Section } from "@/domain/forms/schema";
import type { Draft } from "./types";

type Filled = Pick<Draft, "definition" | "answers" | "context" | "errors"> & { correction: { items: readonly { fieldId: string }[] } | null };

/** The pages of an application that apply now; under correction, those with something to put right come alone. */
export function pagesOf(draft: Filled): { all: VisibleSection[]; asked: VisibleSection[] } {
  const all = compileForm(draft.definition).visible(draft.answers, draft.context).sections;
  const wrong = draft.correction ? [...draft.correction.items, ...draft.errors] : [];
  const named = new Set(wrong.map(({ fieldId }) => fieldId.split(".")[0]));
  const asked = all.filter(({ fields }) => fields.some(({ id }) => named.has(id)));
  return { all, asked: asked.length > 0 ? asked : all };
}

/** Where a page stands among the others; no total while the answers to come may still change it. */
type Step = { current: number; total: number | undefined; previous: string | undefined; next: VisibleSection | undefined };

export function stepAt(draft: Filled, sectionId: string): Step {
  const { asked, all } = pagesOf(draft);
  const pages = asked.some(({ section }) => section.id === sectionId) ? asked : all;
  const at = pages.findIndex(({ section }) => section.id === sectionId);
  return {
    current: at + 1,
    total: isSettled(draft.definition, sectionId) ? pages.length + 1 : undefined,
    previous: pages[at - 1]?.section.id,
    next: pages[at + 1],
  };
}

/** Whether no page still to come waits for an answer that is not given before this page. */
function isSettled({ sections }: FormDefinition, sectionId: string): boolean {
  const at = sections.findIndex(({ id }) => id === sectionId);
  const passed = new Set(sections.slice(0, at).flatMap(({ fields }) => fields.map(({ id }) => id)));
  const known = (path: string) => path.startsWith("profile.") || passed.has(path.startsWith("situation.") ? path.slice("situation.".length) : (path.split(".")[0] ?? ""));
  return sections.slice(at + 1).every((section) => conditionsOf(section).every((condition) => references(parseExpression(condition)).every(known)));
}

/** The conditions under which a page comes at all: its own, and those of its fields where every one has one. */
function conditionsOf({ visibleWhen, fields }: Section): string[] {
  const inner = fields.map((field: Field) => field.visibleWhen);
  const all = inner.every((condition) => condition !== undefined) ? inner : [];
  return [visibleWhen, ...all].filter((condition) => condition !== undefined);
}

export type PageState = "notStarted" | "inProgress" | "done" | "optional";

/** How far a page is filled in. */
export function pageState({ section, fields }: VisibleSection, draft: Pick<Draft, "answers" | "definition">, errors: readonly FormError[]): PageState {
  const answered = fields.some(({ id, type }) => type !== "computed" && Object.hasOwn(draft.answers, id));
  const wrong = errors.some(({ sectionId }) => sectionId === section.id);
  if (wrong) return answered ? "inProgress" : "notStarted";
  return answered || fields.every(({ type }) => type === "note") ? "done" : "optional";
}

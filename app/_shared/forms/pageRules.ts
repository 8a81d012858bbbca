import { compileForm, type ReadAt } from "@/domain/forms/rules/compile";
import { isAlike } from "@/domain/forms/rules/inputs";
import { differing } from "@/domain/forms/rules/merge-answers";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Origin } from "@/domain/forms/rules/sources";
import type { Answers, FormDefinition } from "@/domain/forms/schema";
import { computedOf, liveSection, type LiveRows } from "./live";

/* All that a page of a form needs its rules for. The server says by them how a page begins; a browser gets them with `wantRules`. */

/** What a page shows: the ids of the fields that apply, values worked out, the rows of its groups, and where answers came from. */
export type LivePage = { shown: readonly string[]; computed: Answers; rows: LiveRows; origins: Readonly<Record<string, Origin>> };

/** What a page shows for what is typed in it so far. */
export function livePage(definition: FormDefinition, sectionId: string, raw: RawAnswers, at: ReadAt): LivePage {
  const form = compileForm(definition);
  const { fields, answers, rows } = liveSection(form, sectionId, raw, at);
  const origins = form.origins(answers, at.context);
  const known = fields.flatMap(({ id }) => (origins[id] ? [[id, origins[id]] as const] : []));
  return { shown: fields.map(({ id }) => id), computed: computedOf(fields, answers), rows, origins: Object.fromEntries(known) };
}

/** The questions, of those that were shown, that were changed from `base` and say something else than what is stored. */
export function changedIn(definition: FormDefinition, sectionId: string, { raw, base, shown }: { raw: RawAnswers; base: RawAnswers; shown: readonly string[] }, at: ReadAt): string[] {
  return differing(compileForm(definition), sectionId, { typed: raw, shown }, at).filter((id) => !isAlike(raw, base, id));
}

import { splitFields } from "@/app/_shared/applications/openFields";
import { liveSection } from "@/app/_shared/forms/live";
import { rawText } from "@/app/_shared/forms/raw";
import type { Answers as ApiAnswers } from "@/app/_trpc/types";
import type { CompiledForm } from "@/domain/forms/rules/compile";
import type { FormError } from "@/domain/forms/rules/errors";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Answers, Field, Section } from "@/domain/forms/schema";

export type CounterDraft = ApiAnswers["applications"]["counterDraft"];
export type LiveSection = { section: Section; fields: readonly Field[]; rows: ReturnType<typeof liveSection>["rows"] };
export type LiveForm = { answers: Answers; errors: readonly FormError[]; sections: readonly LiveSection[] };

type Known = Pick<CounterDraft, "context" | "situationKeys" | "files" | "onFile" | "openFields">;

/** The inputs of every section as they show the stored answers. */
export function wholeRaw(form: CompiledForm, answers: Answers): RawAnswers {
  return Object.fromEntries(form.definition.sections.flatMap(({ id }) => Object.entries(form.toRaw(id, answers))));
}

/** What the whole page shows for what is typed in it so far, by the compiler that judges it on the server. */
export function liveForm(form: CompiledForm, raw: RawAnswers, { context: known, situationKeys, files: uploaded, onFile, openFields }: Known): LiveForm {
  // A certificate in place of a paper answers its question as an upload does.
  const files = [...uploaded, ...onFile];
  const chosen = situationKeys.flatMap((key) => (rawText(raw, key) === "" ? [] : [[key, rawText(raw, key)] as const]));
  const context = { ...known, situation: { ...known.situation, ...Object.fromEntries(chosen) }, files: new Map(files.map(({ id, name }) => [id, name])) };
  const uploads = Object.entries(Object.groupBy(files, ({ fieldId }) => fieldId)).map(([field, rows = []]) => [field, rows.map(({ id }) => id)] as const);
  const posted = { ...raw, ...Object.fromEntries(uploads) };
  const { answers, errors } = form.readWhole(posted, context);
  const sections = form.visible(answers, context).sections.map(({ section, fields }) => ({
    section, fields: splitFields(fields, openFields).open, rows: liveSection(form, section.id, posted, { previous: answers, context }).rows,
  }));
  return { answers, errors, sections: sections.filter(({ fields }) => fields.length > 0) };
}

const belongs = (name: string, id: string) => name === id || name.startsWith(`${id}.`) || name.startsWith(`${id}-`);

/** The field that an input is part of: `birthOn-month` and `children.0.name` belong to `birthOn` and `children`. */
export function fieldOf({ definition }: CompiledForm, name: string): string | undefined {
  const ids = definition.sections.flatMap(({ fields }) => fields.map(({ id }) => id));
  return ids.filter((id) => belongs(name, id)).toSorted((a, b) => b.length - a.length)[0];
}

/** The inputs of one section. */
export function partOf(form: CompiledForm, sectionId: string, raw: RawAnswers): RawAnswers {
  const ids = new Set(form.definition.sections.find(({ id }) => id === sectionId)?.fields.map(({ id }) => id));
  return Object.fromEntries(Object.entries(raw).filter(([name]) => ids.has(fieldOf(form, name) ?? "")));
}

/** What is typed now, and what was typed into questions that do not apply any more: they may apply again. */
export function remembered(form: CompiledForm, { before, now, shown }: { before: RawAnswers; now: RawAnswers; shown: ReadonlySet<string> }): RawAnswers {
  const hidden = Object.entries(before).filter(([name]) => !shown.has(fieldOf(form, name) ?? ""));
  return { ...Object.fromEntries(hidden), ...now };
}

import type { Answers, FormDefinition } from "../../schema";
import { compileForm, type CompiledForm } from "../compile";
import type { FormContext } from "../context";
import type { FormError } from "../errors";
import type { RawAnswers } from "../reading";
import { isRow } from "../answers";

/** A form, what is known of the applicant, the answers as stored and, for one page, as posted. Plain JSON throughout. */
export type CorpusCase = {
  name: string;
  form: string;
  context: Omit<FormContext, "files"> & { files?: Record<string, string> };
  answers: Answers;
  posted?: { section: string; raw: RawAnswers };
};
export type Corpus = { forms: Record<string, FormDefinition>; cases: (CorpusCase & { expected: Outcome })[] };

type Told = Omit<FormError, "label">;
/** Everything that the form says about a case. */
export type Outcome = {
  submitted: { answers: Answers; errors: Told[] };
  shown: Record<string, string[]>;
  rows: Record<string, string[][]>;
  prefilled: { answers: Answers; sources: Record<string, string> };
  posted?: { answers: Answers; raw: RawAnswers; errors: Told[] };
};

/** What the one compiler makes of a case: the same in the browser and on the server, or the corpus says where not. */
export function outcomeOf(definition: FormDefinition, { context: { files, ...known }, answers, posted }: CorpusCase): Outcome {
  const form = compileForm(definition);
  const context: FormContext = { ...known, files: new Map(Object.entries(files ?? {})) };
  const submitted = form.validate(answers, context);
  const page = posted && form.readSection(posted.section, posted.raw, { previous: submitted.answers, context });
  return {
    submitted: { answers: submitted.answers, errors: submitted.errors.map(told) },
    shown: Object.fromEntries(form.visible(submitted.answers, context).sections.map(({ section, fields }) => [section.id, fields.map(({ id }) => id)])),
    rows: rowsOf(form, submitted.answers, context),
    prefilled: form.prefill({}, context),
    ...(page && { posted: { ...page, errors: page.errors.map(told) } }),
  };
}

// The label is the field's own.
function told({ sectionId, fieldId, part, row, code, params }: FormError): Told {
  return { sectionId, fieldId, ...(part !== undefined && { part }), ...(row !== undefined && { row }), code, params };
}

function rowsOf(form: CompiledForm, answers: Answers, context: FormContext): Outcome["rows"] {
  const groups = form.definition.sections.flatMap(({ fields }) => fields).filter(({ type }) => type === "repeatingGroup");
  return Object.fromEntries(groups.map(({ id }) => {
    const rows = Array.isArray(answers[id]) ? answers[id].filter((row) => isRow(row)) : [];
    return [id, [{}, ...rows].map((row) => form.rowFields(id, row, { answers, context }).map((field) => field.id))];
  }));
}

/** The outcome of every case, by its name. */
export function runCorpus({ forms, cases }: Pick<Corpus, "forms"> & { cases: readonly CorpusCase[] }): Record<string, Outcome> {
  return Object.fromEntries(cases.map((one) => {
    const definition = forms[one.form];
    if (!definition) throw new Error(`${one.name} names a form that is not there: ${one.form}`);
    return [one.name, outcomeOf(definition, one)];
  }));
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FormDefinition, type FieldType } from "../../schema";
import { formErrorCodes } from "../errors";
import { analyseForm } from "../analyse";
import { runCorpus, type Corpus } from "./run";

const corpus = JSON.parse(readFileSync(join(import.meta.dirname, "cases.json"), "utf8")) as Corpus;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

// A situation is a choice of the same key; these forms ask theirs themselves.
const situationsOf = ({ sections }: FormDefinition) => sections.flatMap(({ fields }) => fields.flatMap((field) => (field.type === "choice" ? [{ key: field.id, options: field.options }] : [])));

describe("the corpus", () => {
  test("holds at least 300 cases, each of its own name, over forms that may be published", () => {
    expect(new Set(corpus.cases.map(({ name }) => name)).size).toBe(corpus.cases.length);
    expect(corpus.cases.length).toBeGreaterThanOrEqual(300);
    const wrong = Object.entries(corpus.forms).filter(([, form]) => !FormDefinition.safeParse(form).success || analyseForm(form, { situations: situationsOf(form) }).length > 0);
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  test("uses every type of field and sees every error, but for those that no answer alone brings about", () => {
    const types = new Set(Object.values(corpus.forms).flatMap(({ sections }) => sections.flatMap(({ fields }) => fields.map(({ type }): FieldType => type))));
    expect(types.size).toBe(22);
    const seen = new Set(corpus.cases.flatMap(({ expected: { submitted, posted } }) => [...submitted.errors, ...(posted?.errors ?? [])].map(({ code }) => code)));
    expect(Object.keys(formErrorCodes).filter((code) => !seen.has(code as keyof typeof formErrorCodes))).toEqual([]);
  });

  test("knows forms that are filed without an error, and sections that stay hidden", () => {
    expect(corpus.cases.filter(({ expected }) => expected.submitted.errors.length === 0).length).toBeGreaterThan(20);
    expect(corpus.cases.filter(({ form, expected }) => Object.keys(expected.shown).length < corpus.forms[form]!.sections.length).length).toBeGreaterThan(20);
  });
});

const outcomes = runCorpus(corpus);

test.each(corpus.cases.map(({ name, expected }) => [name, expected] as const))("%s comes out as written", (name, expected) => {
  expect(plain(outcomes[name])).toEqual(expected);
});

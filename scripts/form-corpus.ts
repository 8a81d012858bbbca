// node scripts/run.mjs scripts/form-corpus.ts: writes the corpus that holds browser and server to the same answers.
// Run it when the compiler is meant to answer otherwise, and read the difference before committing it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { handMadeForms } from "@/db/seed/forms/hand-made";
import { sampleAnswers as handMadeAnswers } from "@/db/seed/forms/samples";
import { generateAnswers, generateContext, generateForm, generatePost } from "@/domain/forms/rules/corpus/generate.testing";
import { handPicked } from "@/domain/forms/rules/corpus/hand-picked.testing";
import { outcomeOf, type Corpus, type CorpusCase } from "@/domain/forms/rules/corpus/run";
import { seeded } from "@/domain/forms/rules/pick";
import type { FormDefinition } from "@/domain/forms/schema";
import { generateForm as formFromFacts, formOf } from "@/domain/items/rules";

const GENERATED_FORMS = 60;
const ANSWERS_EACH = 4;
const SEED = 20261122;

const folder = join(import.meta.dirname, "../domain/forms/rules/corpus");
const contextOf = (context: CorpusCase["context"]) => ({ ...context, files: new Map(Object.entries(context.files ?? {})) });

/** Some answers and one posted page for a form, from a seed of their own. */
function casesFor(form: string, definition: FormDefinition, { seed, count }: { seed: number; count: number }): CorpusCase[] {
  return Array.from({ length: count }, (_, index) => {
    const pick = seeded(seed * 1000 + index);
    const context = generateContext(pick);
    return { name: `${form} ${index + 1}`, form, context, answers: generateAnswers(definition, contextOf(context), pick), posted: generatePost(definition, contextOf(context), pick) };
  });
}

function corpus(): Corpus {
  const facts = { situations: [], materials: [], audience: ["1" as const] };
  const known: [string, FormDefinition][] = [
    ...handMadeForms.map(({ match, content }): [string, FormDefinition] => [match.sourceId, formOf({ ...facts, ...content, form: content.form ?? null })]),
    ["from facts", formFromFacts({ ...facts, audience: ["1", "2"] })],
  ];
  const generated = Array.from({ length: GENERATED_FORMS }, (_, index): [string, FormDefinition] => [`generated ${index + 1}`, generateForm(seeded(SEED + index))]);
  const picked = handPicked();
  const own = known.flatMap(([name]): CorpusCase[] => {
    const answers = handMadeAnswers[name];
    return answers ? [{ name: `${name} as in the samples`, form: name, context: { today: "2026-11-22", profile: {}, situation: {} }, answers }] : [];
  });
  const forms = Object.fromEntries([...known, ...generated, ...picked.forms]);
  const cases = [
    ...picked.cases, ...own,
    ...known.flatMap(([name, definition], index) => casesFor(name, definition, { seed: SEED + 500 + index, count: 6 })),
    ...generated.flatMap(([name, definition], index) => casesFor(name, definition, { seed: SEED + index, count: ANSWERS_EACH })),
  ];
  return { forms, cases: cases.map((one) => ({ ...one, expected: outcomeOf(forms[one.form] as FormDefinition, one) })) };
}

const made = corpus();
const lines = <T>(entries: readonly T[]) => entries.map((entry) => JSON.stringify(entry)).join(",\n");
const forms = Object.entries(made.forms).map(([name, form]) => `${JSON.stringify(name)}:${JSON.stringify(form)}`).join(",\n");
await writeFile(join(folder, "cases.json"), `{"forms":{\n${forms}\n},"cases":[\n${lines(made.cases)}\n]}\n`);
console.log(`${Object.keys(made.forms).length} forms, ${made.cases.length} cases`);

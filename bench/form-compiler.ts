import { z } from "zod";
import { analyseForm } from "@/domain/forms/rules/analyse";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { Answers, Field, FormDefinition, LeafField } from "@/domain/forms/schema";
import { median } from "./statistics";

// How fast a large form becomes a validator and judges answers, beside a plain Zod object of as many fields in the same
// run. The Zod object knows types only: no conditions, no reading of what people type, no messages at a field.

const FIELDS = 200;
const PER_SECTION = 20;
const label = { zh: "字段" };
const options = ["a", "b", "c"].map((value) => ({ value, label }));
const context: FormContext = { today: "2026-11-22", profile: {}, situation: {} };

type Kind = { field: (id: string) => LeafField; answer: Answers[string]; plain: z.ZodType };

const kinds: readonly Kind[] = [
  { field: (id) => ({ id, type: "text", label, maxLength: 100 }), answer: "中山路 1 号", plain: z.string().min(1).max(100) },
  { field: (id) => ({ id, type: "number", label, min: 0, max: 1000 }), answer: 42, plain: z.int().min(0).max(1000) },
  { field: (id) => ({ id, type: "money", label }), answer: 1200.5, plain: z.number().min(0) },
  { field: (id) => ({ id, type: "date", label, before: "today" }), answer: "1999-02-03", plain: z.iso.date() },
  { field: (id) => ({ id, type: "choice", label, options }), answer: "a", plain: z.enum(["a", "b", "c"]) },
  { field: (id) => ({ id, type: "multipleChoice", label, options }), answer: ["a", "c"], plain: z.array(z.enum(["a", "b", "c"])) },
  { field: (id) => ({ id, type: "yesNo", label }), answer: true, plain: z.boolean() },
  { field: (id) => ({ id, type: "phone", label }), answer: "13800010001", plain: z.string().regex(/^1[3-9]\d{9}$/) },
  { field: (id) => ({ id, type: "email", label }), answer: "a@example.cn", plain: z.email() },
  { field: (id) => ({ id, type: "personName", label }), answer: "陈思远", plain: z.string().min(1).max(50) },
];

/** Every second field waits for one before it; all conditions hold for the answers. */
const conditions = ["f4 == 'a'", "f6 && f1 > 40", "age(f3, today) >= 18 || f4 in ['b', 'c']", "contains(f5, 'c') && !isEmpty(f0)", "(f2 > 1000 || f1 < 10) && f4 != 'b'"];

/** The form of 200 fields with 100 conditions, and answers to all of it. */
function largeForm(): { definition: FormDefinition; answers: Answers; plain: z.ZodRawShape } {
  const fields = Array.from({ length: FIELDS }, (_, index): [Kind, Field] => {
    const kind = kinds[index % kinds.length] as Kind;
    const condition = conditions[index % conditions.length] as string;
    return [kind, { ...kind.field(`f${index}`), ...(index >= 10 && index % 2 === 0 && { visibleWhen: condition }), ...(index >= 190 && index % 2 === 1 && { visibleWhen: condition }) }];
  });
  const sections = Array.from({ length: FIELDS / PER_SECTION }, (_, index) => ({ id: `s${index}`, title: label, fields: fields.slice(index * PER_SECTION, (index + 1) * PER_SECTION).map(([, field]) => field) }));
  return {
    definition: { version: 1, sections },
    answers: Object.fromEntries(fields.map(([kind, { id }]) => [id, kind.answer])),
    plain: Object.fromEntries(fields.map(([kind, { id }]) => [id, kind.plain])),
  };
}

/** Milliseconds of one call, the median over many; each call gets an input of its own. */
function timeOf<T>(inputs: () => T, work: (input: T) => unknown, seconds: number): number {
  const times: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end || times.length < 20;) {
    const input = inputs();
    const started = performance.now();
    work(input);
    times.push(performance.now() - started);
  }
  return median(times.slice(Math.ceil(times.length / 10)));
}

/** Compiles, validates and analyses the large form, and says how that compares with the plain object. */
export function measureForms(seconds: number): string {
  const { definition, answers, plain } = largeForm();
  const form = compileForm(definition);
  const shape = z.object(plain);
  const { errors } = form.validate(answers, context);
  if (errors.length > 0 || !shape.safeParse(answers).success || analyseForm(definition, { situations: [] }).length > 0) throw new Error("The form, its answers and the plain object do not agree.");
  // A definition is compiled once for each object: a fresh one is compiled anew.
  const fresh = () => structuredClone(definition);
  const rows = [
    { what: "compile", portal: timeOf(fresh, compileForm, seconds), zod: timeOf(() => plain, (kept) => z.object(kept).safeParse({}), seconds) },
    { what: "validate", portal: timeOf(() => answers, (given) => form.validate(given, context), seconds), zod: timeOf(() => answers, (given) => shape.safeParse(given), seconds) },
    { what: "analyse before publishing", portal: timeOf(fresh, (one) => analyseForm(one, { situations: [] }), seconds), zod: undefined },
  ];
  const count = definition.sections.flatMap((section) => section.fields).filter(({ visibleWhen }) => visibleWhen !== undefined).length;
  const line = ({ what, portal, zod }: (typeof rows)[number]) =>
    `| ${what} | ${portal.toFixed(3)} ms | ${Math.round(1000 / portal).toLocaleString("en-GB")} | ${zod === undefined ? "" : `${zod.toFixed(3)} ms | ${(portal / zod).toFixed(1)}`} |`;
  return [`${FIELDS} fields, ${count} conditions, one thread, medians`, "", "| what | once | per second | plain Zod object | ratio |", "|---|---:|---:|---:|---:|", ...rows.map(line)].join("\n");
}

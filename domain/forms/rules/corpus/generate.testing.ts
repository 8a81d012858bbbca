import type { AnswerValue, Answers, Field, FormDefinition, LeafField, Section } from "../../schema";
import { analyseForm } from "../analyse";
import { compileForm } from "../compile";
import type { FormContext } from "../context";
import type { RawAnswers } from "../reading";
import type { Pick } from "../pick";
import { sampleAnswers, sampleFileId, samplesOf } from "../sample";
import { writeAnswer } from "../write";
import type { CorpusCase } from "./run";

/* Forms and answers from a seed: the same seed gives the same ones for good, so that a difference can be told. */

const one = <T>(pick: Pick, list: readonly T[]): T => list[pick(list.length)]!;
const often = (pick: Pick, percent: number) => pick(100) < percent;

const options = ["a", "b", "c"].map((value) => ({ value, label: { zh: value } }));
const makers: ((id: string, pick: Pick) => Record<string, unknown>)[] = [
  (_, pick) => ({ type: "text", ...(often(pick, 40) && { minLength: 2 }), maxLength: 5 + pick(30) }),
  () => ({ type: "longText", maxLength: 60 }),
  (_, pick) => ({ type: "number", min: pick(5), max: 100 + pick(900), ...(often(pick, 40) && { decimals: 1 + pick(3) }), ...(often(pick, 30) && { unit: { zh: "平方米" } }) }),
  (_, pick) => ({ type: "money", ...(often(pick, 40) && { max: 100_000 }) }),
  (_, pick) => ({ type: "date", ...(often(pick, 60) && { before: "today" }), ...(often(pick, 30) && { after: "'1900-01-01'" }) }),
  () => ({ type: "dateRange" }),
  () => ({ type: "choice", options }),
  () => ({ type: "choice", options }),
  (_, pick) => ({ type: "multipleChoice", options, ...(often(pick, 40) && { max: 2 }) }),
  () => ({ type: "yesNo" }),
  () => ({ type: "yesNo" }),
  (_, pick) => ({ type: "division", ...(often(pick, 50) && { level: one(pick, ["province", "city", "county"]) }) }),
  () => ({ type: "address" }),
  () => ({ type: "personName", prefill: "profile.name" }),
  () => ({ type: "citizenId" }),
  () => ({ type: "uscc" }),
  () => ({ type: "phone", prefill: "profile.phone" }),
  () => ({ type: "email" }),
  () => ({ type: "bankAccount" }),
  (_, pick) => ({ type: "file", ...(often(pick, 50) && { maxFiles: 1 }) }),
  () => ({ type: "signature" }),
  () => ({ type: "note" }),
];

function leaf(id: string, pick: Pick, visibleWhen: string | undefined): LeafField {
  const made = one(pick, makers)(id, pick);
  return { id, label: { zh: id }, ...made, ...(often(pick, 25) && { optional: true }), ...(visibleWhen !== undefined && { visibleWhen }) } as unknown as LeafField;
}

/** What can be asked about a field. */
function questions({ id, type }: Field): string[] {
  switch (type) {
    case "choice":
      return [`${id} == 'a'`, `${id} != 'b'`, `${id} in ['a', 'c']`, `!(${id} in ['b'])`];
    case "yesNo":
      return [id, `!${id}`, `${id} == false`];
    case "number":
    case "money":
      return [`${id} > 20`, `${id} <= 50 && !isEmpty(${id})`, `round(${id} / 7, 2) < 30`, `min(${id}, 10) == 10`];
    case "date":
      return [`age(${id}, today) >= 18`, `${id} < today`, `daysBetween(${id}, today) > 300`];
    case "dateRange":
      return [`daysBetween(${id}.start, ${id}.end) >= 365`, `${id}.end > today`];
    case "multipleChoice":
      return [`contains(${id}, 'a')`, `count(${id}) >= 2`, `'b' in ${id}`];
    case "text":
      return [`length(${id}) > 3`, `contains(${id}, '例') || isEmpty(${id})`];
    case "address":
      return [`${id}.division == '310101'`, `!isEmpty(${id}.detail)`];
    case "file":
      return [`!isEmpty(${id})`];
    default:
      return [`isEmpty(${id})`, `!isEmpty(${id})`];
  }
}

function condition(pick: Pick, known: readonly Field[]): string | undefined {
  const asked = known.filter(({ type }) => type !== "note" && type !== "computed" && type !== "repeatingGroup");
  if (asked.length === 0 || !often(pick, 45)) return undefined;
  const first = one(pick, questions(one(pick, asked)));
  if (!often(pick, 35)) return first;
  return `${first} ${one(pick, ["&&", "||"])} (${one(pick, questions(one(pick, asked)))})`;
}

function computed(id: string, pick: Pick, known: readonly Field[]): Field | undefined {
  const numbers = known.filter(({ type }) => type === "number" || type === "money").map((field) => field.id);
  const dates = known.filter(({ type }) => type === "date").map((field) => field.id);
  const texts = [
    ...numbers.flatMap((number) => [`round(${number} * 1.06, 2)`, `if(${number} > 50, ${number} - 50, 0)`, `max(${number}, ${one(pick, numbers)})`]),
    ...dates.map((date) => `age(${date}, today)`),
  ];
  return texts.length === 0 ? undefined : { id, type: "computed", label: { zh: id }, expression: one(pick, texts), display: "number" };
}

function group(id: string, pick: Pick, known: readonly Field[]): Field {
  const fields: LeafField[] = [];
  for (let index = 0; index < 2 + pick(3); index += 1) fields.push(leaf(`${id}x${index}`, pick, condition(pick, [...known, ...fields])));
  return { id, type: "repeatingGroup", label: { zh: id }, fields, ...(often(pick, 40) && { optional: true }), ...(often(pick, 30) && { min: 2 }), ...(often(pick, 30) && { max: 3 }) };
}

function sectionFrom(pick: Pick, number: number, known: Field[]): Section {
  const visibleWhen = number > 0 && often(pick, 60) ? condition(pick, known) : undefined;
  const before = known.length;
  for (let index = 0; index < 2 + pick(4); index += 1) {
    const id = `f${number}${index}`;
    const made = often(pick, 15) ? group(id, pick, known) : often(pick, 15) ? computed(id, pick, known) : undefined;
    known.push(made ?? leaf(id, pick, condition(pick, known)));
  }
  return { id: `s${number}`, title: { zh: `s${number}` }, ...(visibleWhen !== undefined && { visibleWhen }), fields: known.slice(before) };
}

/** A form as somebody might write it, some of whose fields may never show. */
export function generateDraft(pick: Pick): FormDefinition {
  const known: Field[] = [];
  return { version: 1, sections: Array.from({ length: 2 + pick(3) }, (_, number) => sectionFrom(pick, number, known)) };
}

/** A form that may be published: what analysis refuses is made anew. */
export function generateForm(pick: Pick): FormDefinition {
  const form = generateDraft(pick);
  return analyseForm(form, { situations: [] }).length === 0 ? form : generateForm(pick);
}

const odd: AnswerValue[] = ["", "  ", "Ａ１２", "2026-02-30", "a,b", "是", 0, -1, 1e21, 0.1, true, false, null, [], ["a", "zz"], {}, { start: "2026-01-01" }, { division: "310000", detail: " " }, [[]], [{ toString: 1 }], "x".repeat(3000), "\u0000\ud800"];

/** Answers of which some are missing, odd, of the wrong shape or nobody's. */
export function generateAnswers(form: FormDefinition, context: FormContext, pick: Pick): Answers {
  const answers = sampleAnswers(compileForm(form), context, pick);
  for (const { id } of form.sections.flatMap(({ fields }) => fields)) {
    const chance = pick(100);
    if (chance < 12) delete answers[id];
    else if (chance < 24 || (answers[id] === undefined && chance < 50)) answers[id] = one(pick, odd);
  }
  return often(pick, 15) ? { ...answers, stranger: one(pick, odd) } : answers;
}

const typed = ["", " ", "１２３", "1,234.5元", "3万", "2026年2月3日", "2026.2.3", "20260203", "99", "是", "no", "a", "zz", "13８ 0001 0001", "＋86 13800010001", "(021) 62340001", " a@b.cn ", "x".repeat(600), "'; drop", "__proto__"];

/** A page as somebody might post it: what a sample looks like in its inputs, some of it typed otherwise. */
export function generatePost(form: FormDefinition, context: FormContext, pick: Pick): NonNullable<CorpusCase["posted"]> {
  const section = one(pick, form.sections);
  const raw: RawAnswers = {};
  for (const field of section.fields) {
    const [sample] = samplesOf(field, { today: context.today, pick });
    Object.assign(raw, writeAnswer(field, field.id, sample));
  }
  for (const name of Object.keys(raw)) if (often(pick, 25)) raw[name] = often(pick, 10) ? [one(pick, typed), one(pick, typed)] : one(pick, typed);
  for (const name of Object.keys(raw)) if (often(pick, 10)) delete raw[name];
  return { section: section.id, raw: often(pick, 10) ? { ...raw, stranger: "1", [`${section.fields[0]?.id}.7.x`]: "1" } : raw };
}

/** What is known of an applicant. */
export function generateContext(pick: Pick): CorpusCase["context"] {
  const profile = { name: "陈思远", phone: "138 0001 0001", birthOn: "1990-02-28", sex: "male" };
  return { today: one(pick, ["2026-11-22", "2024-02-29", "2027-01-01"]), profile: often(pick, 60) ? profile : {}, situation: {}, files: { [sampleFileId]: "sample.pdf" } };
}

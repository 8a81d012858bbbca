import { addDays, type Day } from "@/domain/core/calendar";
import { makeCitizenId, makeUscc, parseCitizenId } from "@/domain/core/codes";
import type { AnswerValue, Answers, Field, FieldType, LeafField } from "../schema";
import type { CompiledForm } from "./compile";
import type { FormContext } from "./context";
import type { Pick } from "./pick";

/** No area has this code, so none of these numbers is a person's. */
const NO_AREA = "990101";
const MOST_ROUNDS = 40;
const NAMES = ["陈思远", "王桂兰", "欧阳明", "阿依古丽·买买提", "李雷"];
const PHONES = ["13800010001", "021-62340001", "13900010002"];
const DISTRICTS = ["310101", "440104", "110105"];

/** The file that stands for an upload in samples; `files` of the context must know it. */
export const sampleFileId = "019aa000-0000-7000-8000-000000000001";

/** `births` are the days that the ID numbers given so far tell. */
type At = { today: Day; pick: Pick; births?: readonly Day[] };
type FieldOf<T extends FieldType> = Extract<LeafField, { type: T }>;
type Answered = Exclude<LeafField["type"], "computed" | "note">;

const choose = <T>(list: readonly [T, ...T[]] | readonly T[], pick: Pick): T => list[pick(list.length)] as T;

/** Days worth trying in the order of how often they fit: long past, recent, to come. */
function days({ today, pick }: At): Day[] {
  const all = [-20 * 365, -1, -400, -66 * 365, 0, 30, 900, -4000].map((count) => addDays(today, count));
  const from = pick(all.length);
  return [...all.slice(from), ...all.slice(0, from)];
}

function numbers({ min, max, decimals = 0 }: { min?: number | undefined; max?: number | undefined; decimals?: number | undefined }, { pick }: At): number[] {
  const [low, high] = [Math.max(min ?? 0, min ?? -1_000_000), max ?? (min ?? 0) + 5000];
  const between = Number((low + (high - low) * ((pick(9) + 1) / 10)).toFixed(decimals));
  return [between, low, high, Math.ceil(low)];
}

const text = ({ minLength = 0, maxLength = 40 }: { minLength?: number | undefined; maxLength?: number | undefined }, { pick }: At): string[] => {
  const sample = choose(["示例", "中山路 1 号", "Sample 样例"], pick);
  return [sample.padEnd(minLength, "例").slice(0, Math.max(minLength, maxLength))];
};

const candidates: { [T in Answered]: (field: FieldOf<T>, at: At) => AnswerValue[] } = {
  text,
  longText: text,
  number: numbers,
  money: (field, at) => numbers({ ...field, decimals: 2 }, at),
  date: ({ mustBe }, at) => [...(mustBe === undefined ? [] : (at.births ?? [])), ...days(at)],
  dateRange: (_, { today, pick }) => [{ start: addDays(today, -365 * (1 + pick(3))), end: addDays(today, 365) }],
  choice: ({ options }, { pick }) => [choose(options, pick).value],
  multipleChoice: ({ options, max = options.length }, { pick }) => [options.slice(pick(options.length)).slice(0, max).map(({ value }) => value)],
  yesNo: (_, { pick }) => [pick(2) === 0],
  division: (_, { pick }) => [choose(DISTRICTS, pick)],
  address: (_, { pick }) => [{ division: choose(DISTRICTS, pick), detail: "中山路 1 号" }],
  personName: (_, { pick }) => [choose(NAMES, pick)],
  // The plainest one is of a grown-up, twenty years old like the plainest day of birth.
  citizenId: (_, { today, pick }) => [makeCitizenId({ divisionCode: NO_AREA, birthOn: addDays(today, -365 * (1 + ((19 + pick(90)) % 90))), order: 1 + pick(900) })],
  uscc: (_, { pick }) => [makeUscc({ registrantType: "91", divisionCode: "310101", organisationBody: String(30_000_001 + pick(1000)) })],
  phone: (_, { pick }) => [choose(PHONES, pick)],
  email: (_, { pick }) => [`sample${pick(100)}@example.com`],
  bankAccount: () => ["6228480000000000000"],
  file: ({ id }) => [[{ fileId: sampleFileId, name: `${id}.pdf` }]],
  signature: (_, { today, pick }) => [{ name: choose(NAMES, pick), signedOn: today }],
};

/** Answers worth trying for a field, the likeliest first; none for what is not answered. */
export function samplesOf(field: Field, at: At): AnswerValue[] {
  if (field.type === "repeatingGroup") return [rows(field, at)];
  return field.type === "computed" || field.type === "note" ? [] : candidatesFor(field.type, field, at);
}

function candidatesFor<T extends Answered>(type: T, field: Extract<LeafField, { type: Answered }>, at: At): AnswerValue[] {
  return candidates[type](field as FieldOf<T>, at);
}

function rows({ fields, min = 1, max = 50 }: Extract<Field, { type: "repeatingGroup" }>, at: At): AnswerValue {
  const count = Math.min(max, Math.max(min, 1 + at.pick(3)));
  return Array.from({ length: count }, (): Answers => Object.fromEntries(fields.flatMap((child) => samplesOf(child, at).slice(0, 1).map((value) => [child.id, value]))));
}

/**
 * Answers that somebody could give: every field that shows is filled in, in rounds, as answers make further ones appear;
 * where one is refused the next is tried. `pick` chooses among several, the plainest unless told otherwise. What then is still refused stays in, for the form to tell.
 */
export function sampleAnswers(form: CompiledForm, context: FormContext, pick: Pick = () => 0): Answers {
  const known = { ...context, files: new Map([...(context.files ?? []), [sampleFileId, "sample.pdf"]]) };
  const tried = new Map<string, AnswerValue[]>();
  const answers: Answers = {};
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { answers: valid, errors } = form.validate(answers, known);
    const shown = form.visible(valid, known).sections.flatMap(({ fields }) => fields);
    const refused = new Set(errors.map(({ fieldId }) => fieldId.split(".")[0]));
    const open = shown.filter(({ id }) => !Object.hasOwn(answers, id) || (refused.has(id) && (tried.get(id)?.length ?? 0) > 0));
    let changed = false;
    for (const field of open) changed = tryNext(field, { answers, tried, at: { today: context.today, pick, births: birthsIn(answers) } }) || changed;
    if (!changed) break;
  }
  return answers;
}

const birthsIn = (answers: Answers) => Object.values(answers).flatMap((value) => (typeof value === "string" ? (parseCitizenId(value)?.birthOn ?? []) : []));

/** Puts the next candidate of a field; whether there was one. */
function tryNext(field: Field, { answers, tried, at }: { answers: Answers; tried: Map<string, AnswerValue[]>; at: At }): boolean {
  const left = tried.get(field.id) ?? samplesOf(field, at);
  const [next, ...rest] = left;
  tried.set(field.id, rest);
  if (next === undefined) return false;
  answers[field.id] = next;
  return true;
}

import type { ApplicationStatus, Outcome } from "@/domain/applications/schema";
import { liveStatuses } from "@/domain/applications/schema";
import { evaluate, parseExpression } from "@/domain/core/expression";
import type { ErrorParams } from "@/domain/core/errors";
import { isSame } from "@/domain/core/same";
import { analyseForm, expressionProblems } from "@/domain/forms/rules/analyse";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import { typesOf } from "@/domain/forms/rules/types";
import type { Answers, Field, FormDefinition } from "@/domain/forms/schema";
import { LifeEventContent, type DraftContent, type Member } from "./schema";

/** 行政许可法 42(2): joint handling takes 45 workdays at most, 15 more where the head of government approves. */
export const jointLimit = { value: 45, unit: "workday" } as const;

/** The members that these answers call for; before there are answers, those that everybody needs. */
export function membersFor({ members, questions }: Pick<LifeEventContent, "members" | "questions">, answers: Answers, context: FormContext): Member[] {
  const known = compileForm(questions).visible(answers, context).answers;
  const scope = { ...known, profile: context.profile, situation: {}, today: context.today };
  return members.filter(({ when }) => when === undefined || evaluate(parseExpression(when), scope) === true);
}

/** What the questions say of the fields of one member's form: values only where both ask for the same kind of thing. */
export function answersFor({ shared, questions }: Pick<LifeEventContent, "shared" | "questions">, member: string, form: FormDefinition, answers: Answers): Answers {
  const [from, to] = [compileForm(questions), compileForm(form)];
  const mine = shared.filter((row) => row.member === member && fits(from.findField(row.question), to.findField(row.field)) && answers[row.question] !== undefined);
  return Object.fromEntries(mine.map(({ question, field }) => [field, answers[question] ?? null]));
}

/**
 * What a draft says once the shared answers came in: they fill what is open, and follow a change where the draft still says
 * what it was given before; what the applicant wrote there by hand stays.
 */
export function filled(stored: Answers, given: Answers, before: Answers): Answers {
  const taken = Object.entries(given).filter(([id]) => stored[id] === undefined || isSame(stored[id], before[id]));
  return { ...stored, ...Object.fromEntries(taken) };
}

// A choice fits where every option of the question is one of the form's.
function fits(from: Field | undefined, to: Field | undefined): boolean {
  if (!from || !to || from.type !== to.type || from.type === "repeatingGroup" || from.type === "file") return false;
  if (!("options" in from) || !("options" in to)) return true;
  const offered = new Set(to.options.map(({ value }) => value));
  return from.options.every(({ value }) => offered.has(value));
}

export type LifeEventProblem = { path: string; code: string; params: ErrorParams };

/** What is known of the item of a member: nothing where no published item has its code. */
export type MemberForms = ReadonlyMap<string, { form: FormDefinition; audience: readonly string[] } | undefined>;

/** What keeps a life event from being published: its questions, its members, and what they share. */
export function analyseLifeEvent(draft: DraftContent, forms: MemberForms): LifeEventProblem[] {
  const parsed = LifeEventContent.safeParse(draft);
  if (!parsed.success) return [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))].map((path) => ({ path, code: "lifeEvents.incomplete", params: {} }));
  const content = parsed.data;
  const inQuestions = analyseForm(content.questions, { situations: [] }).map((problem) => ({ ...problem, path: `questions.${problem.path}` }));
  return [...inQuestions, ...uploads(content), ...members(content, forms), ...sharedAnswers(content, forms), ...sharedMaterials(content, forms)];
}

// Papers belong to a case; before there is one, none can be taken.
function uploads({ questions }: LifeEventContent): LifeEventProblem[] {
  const files = questions.sections.flatMap(({ fields }) => fields).filter(({ type }) => type === "file");
  return files.map(({ id }) => ({ path: "questions", code: "lifeEvents.uploadInQuestions", params: { field: id } }));
}

function members({ members: list, questions, audience }: LifeEventContent, forms: MemberForms): LifeEventProblem[] {
  const types = typesOf(questions, []);
  const serves = (of: readonly string[]) => (audience === "person" ? of.includes("1") : of.some((kind) => kind !== "1"));
  return list.flatMap(({ key, itemCode, when }, at): LifeEventProblem[] => {
    const path = `members.${at}`;
    const item = forms.get(key);
    const twice = list.findIndex((other) => other.key === key || other.itemCode === itemCode) < at;
    return [
      ...(twice ? [{ path, code: "lifeEvents.memberTwice", params: { code: itemCode } }] : []),
      ...(item ? [] : [{ path, code: "lifeEvents.unknownItem", params: { code: itemCode } }]),
      ...(item && !serves(item.audience) ? [{ path, code: "lifeEvents.otherAudience", params: { code: itemCode } }] : []),
      ...expressionProblems(`${path}.when`, when, { types, expected: "boolean" }),
    ];
  });
}

function sharedAnswers({ shared, questions }: LifeEventContent, forms: MemberForms): LifeEventProblem[] {
  const from = compileForm(questions);
  return shared.flatMap(({ question, member, field }, at) => {
    const to = forms.get(member);
    const ok = to && fits(from.findField(question), compileForm(to.form).findField(field));
    return ok ? [] : [{ path: `shared.${at}`, code: "lifeEvents.doesNotFit", params: { question, field } }];
  });
}

function sharedMaterials({ materials }: LifeEventContent, forms: MemberForms): LifeEventProblem[] {
  return materials.flatMap(({ in: places }, at) => {
    const lost = places.find(({ member, field }) => {
      const item = forms.get(member);
      return !item || compileForm(item.form).findField(field)?.type !== "file";
    });
    return lost ? [{ path: `materials.${at}`, code: "lifeEvents.noSuchMaterial", params: { field: lost.field } }] : [];
  });
}

export type MemberState = { status: ApplicationStatus; outcome: Outcome | null };
export const progressStates = ["filling", "partlyFiled", "running", "partlyEnded", "ended"] as const;
export type Progress = { state: (typeof progressStates)[number]; total: number; filed: number; ended: number; granted: number };

const isLive = (status: ApplicationStatus) => liveStatuses.some((live) => live === status);

/** Where the whole stands, told from its parts: one that failed does not hold up the others, and the whole ends with the last. */
export function progressOf(parts: readonly MemberState[]): Progress {
  const filed = parts.filter(({ status }) => status !== "draft");
  const ended = filed.filter(({ status }) => !isLive(status));
  const counts = { total: parts.length, filed: filed.length, ended: ended.length, granted: parts.filter(({ outcome }) => outcome === "approved").length };
  return { state: stateOf(counts), ...counts };
}

function stateOf({ total, filed, ended }: Omit<Progress, "state">): Progress["state"] {
  if (filed === 0) return "filling";
  if (filed < total) return "partlyFiled";
  if (ended === total) return "ended";
  return ended > 0 ? "partlyEnded" : "running";
}

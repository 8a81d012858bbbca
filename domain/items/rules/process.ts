import { isDomainError } from "@/domain/core/errors";
import { parseExpression, type Expression } from "@/domain/core/expression";
import type { FormContext, Scope } from "@/domain/forms/rules/context";
import { holds } from "@/domain/forms/rules/context";
import type { Answers } from "@/domain/forms/schema";
import { stepMoments, type ProcessStep, type StepKind, type StepMoment } from "../schema/process";

/** Stages of a case in law: intake, examination, decision, result, delivery. A step waits for all steps of the stages before. */
const stages: Record<StepKind, number> = { accept: 0, review: 1, consult: 1, decide: 2, certificate: 3, deliver: 4 };

/** What the order of steps is told by. */
export type Ordered = Pick<ProcessStep, "key" | "kind"> & Partial<Pick<ProcessStep, "after">>;

/** The steps a step is said to come after, as they are written: those it names, or else the one before it. */
export function namedBefore<Step extends Ordered>(steps: readonly Step[], at: number): readonly string[] {
  return steps[at]?.after ?? steps.slice(Math.max(0, at - 1), at).map(({ key }) => key);
}

/**
 * For each step, by key, the steps it waits for: all of earlier stages, and those of its own stage that it comes after.
 * Nothing waits for a later stage, whatever is written: no examination hangs on the decision.
 */
export function predecessorsOf(steps: readonly Ordered[]): ReadonlyMap<string, readonly string[]> {
  return new Map(steps.map((step, at) => {
    const named = new Set(namedBefore(steps, at));
    const waited = steps.filter(({ key, kind }) => key !== step.key && (stages[kind] < stages[step.kind] || (stages[kind] === stages[step.kind] && named.has(key))));
    return [step.key, waited.map(({ key }) => key)];
  }));
}

/** Whether one step is named to come after another of a later stage, which it cannot. */
export const isOfLaterStage = (step: Ordered, other: Ordered): boolean => stages[other.kind] > stages[step.kind];

/** Every step that waits for this one, at once or through others. */
export function followersOf(steps: readonly Ordered[], key: string): ReadonlySet<string> {
  const before = predecessorsOf(steps);
  const found = new Set<string>();
  const visit = (from: string): void => {
    for (const [next, waited] of before) {
      if (!waited.includes(from) || found.has(next) || next === key) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(key);
  return found;
}

/** The steps that wait for one another in a ring, each ring once; a process with one cannot be published. */
export function ringsIn(steps: readonly Ordered[]): string[][] {
  const before = predecessorsOf(steps);
  const sound = new Set<string>();
  const rings: string[][] = [];
  const visit = (key: string, trail: readonly string[]): void => {
    if (sound.has(key)) return;
    if (trail.includes(key)) return void rings.push(trail.slice(trail.indexOf(key)));
    for (const waited of before.get(key) ?? []) visit(waited, [...trail, key]);
    sound.add(key);
  };
  for (const { key } of steps) visit(key, []);
  return rings;
}

/** The messages a step sends, by the code of their text. */
export function tellsOf({ tells }: Pick<ProcessStep, "tells">): { moment: StepMoment; text: string }[] {
  return stepMoments.flatMap((moment) => (tells?.[moment] ? [{ moment, text: tells[moment] }] : []));
}

/** What the expressions of a process may use, as those of a form: answers by field, `profile`, `situation` and `today`. */
export function scopeOf(answers: Answers, { profile, situation, today }: Pick<FormContext, "profile" | "situation" | "today">): Scope {
  return { profile, today, situation: { ...situation, ...answers }, ...answers };
}

/** An expression read; nothing where it cannot be, which the analysis of a draft tells. */
export function readExpression(text: string): Expression | undefined {
  try {
    return parseExpression(text);
  } catch (error) {
    if (isDomainError(error)) return undefined;
    throw error;
  }
}

/** Whether a step exists in a case. A condition that cannot be read leaves the step in: work is done rather than lost. */
export function stepExists({ when }: Pick<ProcessStep, "when">, scope: Scope): boolean {
  const condition = when === undefined ? undefined : readExpression(when);
  return condition === undefined || holds(condition, scope);
}

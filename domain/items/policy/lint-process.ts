import type { StaffRole } from "@/domain/core/actor";
import { parseExpression } from "@/domain/core/expression";
import { expressionProblems } from "@/domain/forms/rules/analyse";
import { canHold, valuesOf } from "@/domain/forms/rules/reachable";
import { typesOf } from "@/domain/forms/rules/types";
import type { Limit } from "@/domain/core/calendar";
import { formOf } from "@/domain/items/rules";
import { isOfLaterStage, namedBefore, readExpression, ringsIn, tellsOf } from "@/domain/items/rules/process";
import { longestPath } from "@/domain/items/rules/process-path";
import type { RevisionContent } from "@/domain/items/schema";
import type { ProcessStep, StepKind } from "@/domain/items/schema/process";
import type { Finding } from "./lint-finding";

type Place = { field: string; params: { name: string } };
type Look = { content: RevisionContent; step: ProcessStep; at: number; place: Place };
type Severity = Finding["severity"];

const when = (holds: boolean | undefined, severity: Severity, code: string, place: Omit<Finding, "code" | "severity">): Finding[] => (holds ? [{ ...place, code: `items.${code}`, severity }] : []);

/** The codes of the published texts that steps may send; absent when nobody looked. */
export type ProcessFacts = { stepTexts?: readonly string[] };

/** What keeps a process from being carried out as it is drawn: its order, its people, its conditions, its limits, its decision table. */
export function lintProcess(content: RevisionContent, { stepTexts }: ProcessFacts = {}): Finding[] {
  const looks = content.steps.map((step, at): Look => ({ content, step, at, place: { field: `steps.${at}`, params: { name: step.name.zh } } }));
  return [...whole(content), ...looks.flatMap((look) => [...order(look), ...people(look), ...conditions(look), ...table(look), ...texts(look, stepTexts)]), ...limits(content)];
}

function whole({ steps }: RevisionContent): Finding[] {
  const place = { field: "steps" };
  const deciding = steps.filter(({ kind }) => kind === "decide");
  const accepting = steps.filter(({ kind }) => kind === "accept");
  return [
    ...when(new Set(steps.map(({ key }) => key)).size < steps.length, "error", "stepTwice", place),
    ...when(deciding.length === 0, "error", "nobodyDecides", place),
    ...when(deciding.length > 1, "error", "decidedTwice", place),
    ...when(accepting.length > 1, "error", "acceptedTwice", place),
    ...when(accepting.some(({ role }) => deciding.some((decision) => decision.role === role)), "error", "sameRoleAcceptsAndDecides", place),
    ...ringsIn(steps).map((ring): Finding => ({ ...place, code: "items.stepsInRing", severity: "error", params: { names: ring.map((key) => steps.find((step) => step.key === key)?.name.zh ?? key).join(" → ") } })),
  ];
}

function order({ content: { steps }, step, at, place }: Look): Finding[] {
  const named = namedBefore(steps, at);
  const later = steps.filter((other) => step.after?.includes(other.key) && isOfLaterStage(step, other));
  return [
    ...when(named.includes(step.key), "error", "stepAfterItself", place),
    ...when(named.some((key) => !steps.some((other) => other.key === key)), "error", "stepAfterUnknown", place),
    ...later.map((other): Finding => ({ field: place.field, code: "items.stepAfterLaterStage", severity: "error", params: { ...place.params, other: other.name.zh } })),
  ];
}

/** Whose act a step of each kind can be: the examination may be anybody's who works on cases. */
const able: Record<StepKind, readonly StaffRole[]> = {
  accept: ["clerk"], review: ["clerk", "reviewer", "approver", "certificateOfficer"], consult: ["clerk", "reviewer", "approver", "certificateOfficer"],
  decide: ["approver"], certificate: ["certificateOfficer"], deliver: ["certificateOfficer", "clerk"],
};

function people({ content: { specialProcedures = [] }, step, place }: Look): Finding[] {
  const examines = step.kind === "review" || step.kind === "consult";
  return [
    ...when(!able[step.kind].includes(step.role), "error", "stepRoleUnable", place),
    ...when(step.kind === "consult" && !step.departmentId, "error", "consultWithoutDepartment", place),
    ...when(!examines && step.departmentId !== undefined, "error", "stepDepartmentIdle", place),
    ...when(step.procedures?.some((name) => !specialProcedures.some((procedure) => procedure.name === name)), "error", "stepProcedureUnknown", place),
  ];
}

/** Every case is taken in and decided: those steps hang on nothing. */
const always: readonly StepKind[] = ["accept", "decide"];

function conditions({ content, step, place }: Look): Finding[] {
  if (step.when === undefined) return [];
  const field = `${place.field}.when`;
  return [
    ...when(always.includes(step.kind), "error", "stepAlways", place),
    ...judged(content, { field, text: step.when }),
    ...when(!possible(content, step.when), "error", "stepNever", place),
  ];
}

const judged = (content: RevisionContent, { field, text }: { field: string; text: string }): Finding[] =>
  expressionProblems(field, text, { types: typesOf(formOf(content), content.situations), expected: "boolean" }).map(({ path, ...problem }) => ({ field: path, severity: "error", ...problem }));

const possible = (content: RevisionContent, text: string): boolean => !readExpression(text) || canHold([parseExpression(text)], valuesOf(formOf(content), content.situations));

function table({ content, step: { kind, automatic }, place }: Look): Finding[] {
  if (!automatic) return [];
  const asked = new Set(formOf(content).sections.flatMap(({ fields }) => fields.map(({ id }) => id)));
  const examined = content.steps.some((step) => (step.kind === "review" || step.kind === "consult") && step.when === undefined);
  return [
    ...when(kind !== "decide", "error", "automaticElsewhere", place),
    ...when(examined, "warning", "automaticNeverReached", place),
    ...(automatic.takes ?? []).filter((id) => !asked.has(id)).map((id): Finding => ({ field: place.field, code: "items.automaticTakesUnknown", severity: "error", params: { ...place.params, id } })),
    ...automatic.rows.flatMap((row, at): Finding[] => [
      ...judged(content, { field: `${place.field}.automatic.rows.${at}.when`, text: row.when }),
      ...(possible(content, row.when) ? [] : [{ field: place.field, code: "items.automaticRowNever", severity: "error" as const, params: { ...place.params, row: at + 1 } }]),
    ]),
  ];
}

/** What a step sends is worded, and published by two, before anybody files. */
function texts({ step, place }: Look, published: readonly string[] | undefined): Finding[] {
  const unknown = tellsOf(step).filter(({ text }) => published?.includes(text) === false);
  return unknown.map(({ text }) => ({ field: place.field, code: "items.stepTextUnpublished", severity: "error", params: { ...place.params, text } }));
}

/** The steps from acceptance to the decision, one after the other where they wait for one another, within what is promised. */
function limits({ steps, promisedLimit, statutoryLimit }: RevisionContent): Finding[] {
  const promised = promisedLimit ?? statutoryLimit;
  if (!promised || ringsIn(steps).length > 0) return [];
  const certain = steps.filter((step) => step.when === undefined);
  // Conditional steps may exclude one another: each alone must fit, all together are worth a look.
  const alone = [certain, ...steps.filter((step) => step.when !== undefined).map((one) => steps.filter((step) => step === one || step.when === undefined))];
  const over = alone.map((some) => longestPath(some, steps)).find((path) => isLonger(path.total, promised));
  const path = over ?? longestPath(steps, steps);
  if (!isLonger(path.total, promised)) return [];
  return [{ field: "steps", code: "items.stepsLongerThanPromised", severity: over ? "error" : "warning", params: { days: path.total.workdays + path.total.calendarDays, promised: promised.value, names: path.names.join(" → ") } }];
}

/** Longer whatever the calendar: workdays take at least as many calendar days, and at most those of the longest holiday. */
function isLonger({ workdays, calendarDays }: { workdays: number; calendarDays: number }, promised: Pick<Limit, "value" | "unit">): boolean {
  if (promised.unit === "workday") return calendarDays === 0 ? workdays > promised.value : workdays + calendarDays > Math.ceil(promised.value * 1.4) + 10;
  return workdays + calendarDays > promised.value;
}

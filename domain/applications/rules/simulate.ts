import { z } from "zod";
import { addDays, Day, dueOn, explainDeadline, type Deadline, type DeadlineInput, type Limit, type WorkdayCalendar } from "@/domain/core/calendar";
import { references } from "@/domain/core/expression";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { Answers, Field, FormDefinition, LocalisedText } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import { predecessorsOf, readExpression, ringsIn, scopeOf, stepExists } from "@/domain/items/rules/process";
import { automaticOf, decideByTable, type AutomaticVerdict } from "@/domain/items/rules/process-automatic";
import type { RevisionContent } from "@/domain/items/schema";
import type { ProcessStep, StepKind } from "@/domain/items/schema/process";
import { clockInput, deliveryLimit, noticeLimit, promisedOf, statutoryOf } from "./clocks";

const wait = z.int().min(0).max(250);
/** What happens to an imagined case: every wait counts workdays, a suspension calendar days. */
export const Scenario = z.strictObject({
  submittedOn: Day,
  acceptAfter: wait.default(0),
  correction: z.strictObject({ askedAfter: wait, answeredAfter: wait }).optional(),
  suspension: z.strictObject({ after: wait, days: z.int().min(1).max(730) }).optional(),
  extensionDays: z.int().min(0).max(30).default(0),
  personAsked: z.boolean().default(false),
  /** Answers by the path an expression uses: field ids, `situation.x`, `profile.x`. */
  answers: z.record(z.string().max(120), z.union([z.string().max(500), z.number(), z.boolean()])),
  /** Uploads and free texts that were given, by field. */
  given: z.array(z.string().max(60)).max(80).default([]),
});
export type Scenario = z.infer<typeof Scenario>;

type ClockName = "notice" | "correction" | "noticeAgain" | "promised" | "statutory" | "delivery";
type SimulatedClock = { name: ClockName; unit: Limit["unit"]; deadline: Deadline };
type SimulatedStep = { key: string; kind: StepKind; name: LocalisedText; departmentId: string | null; state: "runs" | "skipped"; startedOn: Day | null; dueOn: Day | null; when: string | null; tells: NonNullable<ProcessStep["tells"]> };
type Milestone = { on: Day; what: "submitted" | "correctionAsked" | "resubmitted" | "accepted" | "suspended" | "resumed" | "decided" };
export type Simulation = { milestones: Milestone[]; clocks: SimulatedClock[]; steps: SimulatedStep[]; verdict: AutomaticVerdict | null; decidedOn: Day | null; late: boolean };

type Revision = Pick<RevisionContent, "steps" | "promisedLimit" | "statutoryLimit" | "correctionDays" | "form" | "audience" | "situations" | "materials">;

/**
 * One imagined case from filing to delivery, by the same rules as real ones: each step is finished on the last day it may
 * be, so what comes out is the longest it can take. Nothing for a process whose steps wait for one another in a ring.
 */
export function simulate(content: Revision, scenario: Scenario, calendar: WorkdayCalendar): Simulation | undefined {
  if (ringsIn(content.steps).length > 0) return undefined;
  const { scope, form } = factsOf(content, scenario);
  const table = automaticOf(content.steps);
  const existing = content.steps.filter((step) => stepExists(step, scope));
  const examined = existing.some(({ kind }) => kind === "review" || kind === "consult");
  const verdict = table ? decideByTable(table, { scope, form, personAsked: scenario.personAsked, corrected: scenario.correction !== undefined, examined }) : null;
  const instant = verdict?.outcome === "approved";
  const at = walk(content, scenario, { calendar, instant });
  const steps = datesOf(content.steps, new Set(existing), { ...at, calendar, instant });
  // Where no step has a limit of its own, the promise is all there is.
  const timed = instant || existing.some(({ kind, limitDays }) => kind !== "accept" && limitDays !== undefined);
  return { ...ending(at, timed ? steps.find(({ kind }) => kind === "decide")?.dueOn : undefined, calendar), steps, verdict };
}

/** The decision at the latest, by the steps or else by the promise, and the delivery after it. */
function ending({ milestones, clocks }: Walk, byItsSteps: Day | null | undefined, calendar: WorkdayCalendar): Pick<Simulation, "milestones" | "clocks" | "decidedOn" | "late"> {
  const promised = clocks.find(({ name }) => name === "promised")?.deadline.dueOn;
  const decidedOn = byItsSteps ?? promised;
  if (!promised || !decidedOn) return { milestones, clocks, decidedOn: null, late: false };
  const delivery: SimulatedClock = { name: "delivery", unit: "workday", deadline: explainDeadline({ start: decidedOn, limit: deliveryLimit, calendar }) };
  const decided: Milestone = { on: decidedOn, what: "decided" };
  return { milestones: [...milestones, decided].toSorted((a, b) => a.on.localeCompare(b.on)), clocks: [...clocks, delivery], decidedOn, late: decidedOn > promised };
}

/** The answers as the form would keep them, with what an expression sees of them. */
function factsOf(content: Revision, { submittedOn, answers, given }: Scenario) {
  const form = formOf(content);
  const under = (head: string) => Object.fromEntries(Object.entries(answers).flatMap(([path, value]) => (path.startsWith(`${head}.`) ? [[path.slice(head.length + 1), value]] : [])));
  const situation: Record<string, string> = Object.fromEntries(Object.entries(under("situation")).map(([key, value]) => [key, String(value)]));
  const context: FormContext = { today: submittedOn, profile: under("profile"), situation };
  const own = Object.fromEntries(Object.entries(answers).filter(([path]) => !path.includes(".")));
  const papers = Object.fromEntries(given.map((id): [string, Answers[string]] => [id, "…"]));
  const kept = compileForm(form).visible({ ...situation, ...own }, context).answers;
  return { form, scope: scopeOf({ ...kept, ...papers }, context) };
}

type Walk = { milestones: Milestone[]; clocks: SimulatedClock[]; acceptedOn: Day; filedOn: Day; suspensions: { startOn: Day; endOn: Day }[] };

/** The clocks of the law from filing to the decision, and the days on which things happen. */
function walk(content: Revision, { submittedOn, acceptAfter, correction, suspension, extensionDays }: Scenario, { calendar, instant }: { calendar: WorkdayCalendar; instant: boolean }): Walk {
  const later = (start: Day, value: number) => (value === 0 ? start : dueOn({ start, limit: { value, unit: "workday" }, calendar }).dueOn);
  const clock = (name: ClockName, input: Omit<DeadlineInput, "calendar">): SimulatedClock => ({ name, unit: input.limit.unit, deadline: explainDeadline({ ...input, calendar }) });
  const milestones: Milestone[] = [{ on: submittedOn, what: "submitted" }];
  const clocks = [clock("notice", { start: submittedOn, limit: noticeLimit })];
  let filedOn = submittedOn;
  if (correction) {
    const askedOn = later(submittedOn, correction.askedAfter);
    filedOn = later(askedOn, correction.answeredAfter);
    milestones.push({ on: askedOn, what: "correctionAsked" }, { on: filedOn, what: "resubmitted" });
    clocks.push(clock("correction", { start: askedOn, limit: { value: content.correctionDays, unit: "workday" } }), clock("noticeAgain", { start: filedOn, limit: noticeLimit }));
  }
  const acceptedOn = instant ? filedOn : later(filedOn, acceptAfter);
  milestones.push({ on: acceptedOn, what: "accepted" });
  const startOn = suspension && later(acceptedOn, suspension.after);
  const suspensions = suspension && startOn ? [{ startOn, endOn: addDays(startOn, suspension.days) }] : [];
  for (const { startOn: from, endOn } of suspensions) milestones.push({ on: from, what: "suspended" }, { on: endOn, what: "resumed" });
  const decision = { acceptedOn, promisedLimit: content.promisedLimit, statutoryLimit: content.statutoryLimit, suspensions, extensionDays };
  clocks.push(
    { name: "promised", unit: promisedOf(decision).unit, deadline: explainDeadline(clockInput(decision, "promised", calendar)) },
    { name: "statutory", unit: statutoryOf(decision).unit, deadline: explainDeadline(clockInput(decision, "statutory", calendar)) },
  );
  return { milestones, clocks, acceptedOn, filedOn, suspensions };
}

type Dating = Pick<Walk, "acceptedOn" | "filedOn" | "suspensions"> & { calendar: WorkdayCalendar; instant: boolean };

/** When each step begins, at the latest end of what it waits for, and by when it is done. */
function datesOf(steps: readonly ProcessStep[], existing: ReadonlySet<ProcessStep>, { acceptedOn, filedOn, suspensions, calendar, instant }: Dating): SimulatedStep[] {
  const before = predecessorsOf(steps);
  const ends = new Map<string, Day>();
  const endOf = (step: ProcessStep): Day => {
    const known = ends.get(step.key);
    if (known) return known;
    const end = dated(step).dueOn ?? dated(step).startedOn;
    ends.set(step.key, end);
    return end;
  };
  const startOf = (step: ProcessStep): Day => {
    if (step.kind === "accept") return filedOn;
    const waited = steps.filter(({ key }) => before.get(step.key)?.includes(key)).map(endOf);
    return [acceptedOn, ...waited].toSorted().at(-1) ?? acceptedOn;
  };
  const dated = (step: ProcessStep): { startedOn: Day; dueOn: Day | null } => {
    const startedOn = startOf(step);
    if (!existing.has(step)) return { startedOn, dueOn: null };
    if (step.kind === "accept") return { startedOn, dueOn: acceptedOn };
    const value = instant && step.kind === "decide" ? 0 : step.limitDays;
    if (value === undefined || value === 0) return { startedOn, dueOn: startedOn };
    return { startedOn, dueOn: dueOn({ start: startedOn, limit: { value, unit: step.limitUnit ?? "workday" }, suspensions, calendar }).dueOn };
  };
  return steps.map((step): SimulatedStep => {
    const runs = existing.has(step);
    const { startedOn, dueOn: due } = dated(step);
    return { key: step.key, kind: step.kind, name: step.name, departmentId: step.departmentId ?? null, state: runs ? "runs" : "skipped", startedOn: runs ? startedOn : null, dueOn: runs ? due : null, when: step.when ?? null, tells: step.tells ?? {} };
  });
}

/**
 * What a scenario has to say: everything the conditions and the table look at, with what shows those fields and what they
 * are computed from; and the papers and texts that may be given.
 */
export function asksOf(content: Revision): { paths: string[]; given: { id: string; label: LocalisedText }[] } {
  const form = formOf(content);
  const texts = content.steps.flatMap(({ when, automatic }) => [...(when ? [when] : []), ...(automatic?.rows.map((row) => row.when) ?? [])]);
  const paths = new Set<string>();
  const visit = (path: string): void => {
    if (paths.has(path)) return;
    paths.add(path);
    const [section, field] = placeOf(form, path.replace(/^situation\./, ""));
    for (const text of [section?.visibleWhen, field?.visibleWhen, field?.type === "computed" ? field.expression : undefined]) look(text).forEach(visit);
  };
  texts.flatMap(look).forEach(visit);
  const computed = new Set(form.sections.flatMap(({ fields }) => fields.flatMap((field) => (field.type === "computed" ? [field.id] : []))));
  const readable = form.sections.flatMap(({ fields }) => fields.filter(({ type }) => type === "file" || type === "longText").map(({ id, label }) => ({ id, label })));
  return { paths: [...paths].filter((path) => !computed.has(path)), given: automaticOf(content.steps) ? readable : [] };
}

const look = (text: string | undefined): string[] => {
  const expression = text === undefined ? undefined : readExpression(text);
  return expression ? references(expression) : [];
};

function placeOf({ sections }: FormDefinition, path: string): [FormDefinition["sections"][number] | undefined, Field | undefined] {
  const id = path.split(".")[0];
  const section = sections.find(({ fields }) => fields.some((field) => field.id === id));
  return [section, section?.fields.find((field) => field.id === id)];
}

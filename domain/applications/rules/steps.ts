import type { ProcessStep, StepKind, StepMoment } from "@/domain/items/schema/process";
import { followersOf, predecessorsOf, tellsOf, type Ordered } from "@/domain/items/rules/process";
import type { ApplicationStatus, Outcome, StepStatus } from "../schema";

/** Where one step of a case stands; the list of a case follows the order of its process. */
export type StepState = { key: string; status: StepStatus };

/** A step of a case with whose it is: a role in a department (null: the case's own), and who holds it now. */
export type CaseStep = StepState & { kind: StepKind; role: ProcessStep["role"]; departmentId: string | null; claimedBy: string | null };

type Process = readonly Ordered[];
type States = readonly StepState[];

const isFinished = (status: StepStatus | undefined): boolean => status === "done" || status === "skipped";

/** The steps of a new case: those its conditions leave out are skipped, those that wait for nothing begin. */
export function planSteps<Step extends Ordered>(process: readonly Step[], exists: (step: Step) => boolean): StepState[] {
  return open(process, process.map((step) => ({ key: step.key, status: exists(step) ? "pending" : "skipped" })));
}

/** Finishes steps; each one that waited for nothing else then begins, and a join waits for all its branches. */
export function complete(process: Process, states: States, keys: readonly string[]): StepState[] {
  return open(process, states.map((state) => (keys.includes(state.key) && state.status === "active" ? { ...state, status: "done" } : state)));
}

/** Finishes the active steps of these kinds, whatever their keys. */
export function completeKinds(process: Process, states: States, kinds: readonly StepKind[]): StepState[] {
  const keys = process.filter(({ kind }) => kinds.includes(kind)).map(({ key }) => key);
  return complete(process, states, keys);
}

/** What the decision makes of the steps: it is taken, and without an approval no certificate is made. */
export function decide(process: Process, states: States, outcome: Outcome): StepState[] {
  const unmade = new Set(outcome === "rejected" ? process.filter(({ kind }) => kind === "certificate").map(({ key }) => key) : []);
  const left = states.map((state): StepState => (unmade.has(state.key) ? { ...state, status: "skipped" } : state));
  return completeKinds(process, left, ["decide"]);
}

/** At the end of a case what is active is done, and what never began never will. */
export function finish(states: States): StepState[] {
  const ended: Record<StepStatus, StepStatus> = { pending: "skipped", active: "done", done: "done", skipped: "skipped" };
  return states.map(({ key, status }) => ({ key, status: ended[status] }));
}

/** Reopens a finished step; everything that waits for it waits again, and branches beside it stay as they are. */
export function sendBack(process: Process, states: States, key: string): StepState[] {
  const followers = followersOf(process, key);
  const back = states.map((state): StepState => {
    if (state.key === key) return { ...state, status: "active" };
    return followers.has(state.key) && state.status !== "skipped" ? { ...state, status: "pending" } : state;
  });
  return open(process, back);
}

function open(process: Process, states: States): StepState[] {
  const before = predecessorsOf(process);
  const status = new Map(states.map((state) => [state.key, state.status]));
  const ready = (key: string) => (before.get(key) ?? []).every((waited) => isFinished(status.get(waited) ?? "skipped"));
  return states.map((state) => (state.status === "pending" && ready(state.key) ? { ...state, status: "active" } : state));
}

const abandoned: readonly ApplicationStatus[] = ["refused", "lapsed", "withdrawn", "transferred", "terminated", "voided"];

export type StepTelling = { step: string; moment: StepMoment; text: string };

/**
 * The messages that steps ask for which began or were done between two standings of a case. A case that comes to nothing
 * tells of its end alone.
 */
export function tellingsOf(process: readonly Pick<ProcessStep, "key" | "tells">[], { before, next, status }: { before: States; next: States; status: ApplicationStatus }): StepTelling[] {
  if (abandoned.includes(status)) return [];
  return process.flatMap((step) => {
    const [was, is] = [before, next].map((states) => states.find(({ key }) => key === step.key)?.status);
    const begun = was !== is && was !== "active" && (is === "active" || is === "done");
    const done = was !== is && is === "done";
    return tellsOf(step).filter(({ moment }) => (moment === "entered" ? begun : done)).map((telling) => ({ step: step.key, ...telling }));
  });
}

type Standing = { status: ApplicationStatus; steps: readonly CaseStep[] };

/** Steps of the examination, which have an opinion of their own; all others are finished by the act they are named for. */
const examines = ({ kind }: CaseStep): boolean => kind === "review" || kind === "consult";

/** The steps that can be finished now: a review once it was begun, an opinion asked of another department from acceptance on. */
export function openSteps({ status, steps }: Standing): CaseStep[] {
  if (status !== "accepted" && status !== "inReview") return [];
  return steps.filter((step) => step.status === "active" && (step.kind === "consult" || (step.kind === "review" && status === "inReview")));
}

/** The branches in which an opinion is asked of another department, and not given yet; one that was handed back is the case's own department's. */
export const openBranches = (standing: Standing): CaseStep[] => openSteps(standing).filter(({ kind }) => kind === "consult");

/** The steps a case can be sent back to: finished examinations. */
export function returnableSteps({ status, steps }: Standing): CaseStep[] {
  return status === "accepted" || status === "inReview" ? steps.filter((step) => step.status === "done" && examines(step)) : [];
}

/** The nearest of them: the last that was to be done. */
export const stepToReturnTo = (standing: Standing): CaseStep | undefined => returnableSteps(standing).at(-1);

/** Whether a step of some kind waits to be done now. */
export const isAt = ({ steps }: Pick<Standing, "steps">, kind: StepKind): boolean => steps.some((step) => step.kind === kind && step.status === "active");

/** Whether a step may get an opinion from its department at all. */
export const isExamination = examines;

/**
 * Who holds a step: whoever claimed it, or, where it is all that the case's own department has to do now, whoever claimed
 * the case.
 */
export function holderOf({ claimedBy, steps }: Pick<Standing, "steps"> & { claimedBy: string | null }, step: CaseStep): string | null {
  if (step.claimedBy) return step.claimedBy;
  const own = steps.filter(({ status, departmentId }) => status === "active" && departmentId === null);
  return own.length === 1 && own[0]?.key === step.key ? claimedBy : null;
}

import type { Scope } from "@/app/_shared/forms/expression/model";
import type { Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import type { LocalisedText } from "@/domain/forms/schema";
import type { LintProblem } from "@/domain/items/policy/lint";
import type { Departments } from "./departments";
import type { TypedStep } from "./read";

export type StepTexts = Answers["notices"]["stepTexts"];

/** The steps as they were typed, over which version of the draft, and what is wrong with them; `attempt` draws the form anew. */
export type ProcessState = {
  steps: TypedStep[];
  version: number;
  attempt: number;
  /** Controls that hold no such value. */
  wrong: readonly string[];
  problems: readonly LintProblem[];
  /** The button to stand on, after it moved a step. */
  focus?: string;
  /** Rearranged and not saved yet. */
  unsaved?: boolean;
  refusal?: Refusal;
  /** A colleague changed the same steps: theirs, to compare with one's own in the form. */
  theirs?: TypedStep[];
};

/** What a process may choose from. */
export type Choosable = {
  departments: Departments;
  scope: Scope;
  /** Published messages that a step may send. */
  stepTexts: StepTexts;
  /** Special procedures of the guide. */
  procedures: readonly string[];
  /** Fields that somebody has to look at or read. */
  readables: readonly { id: string; label: LocalisedText }[];
};

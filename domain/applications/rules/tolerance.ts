import { compareDays, type Day } from "@/domain/core/calendar";
import type { Answers } from "@/domain/forms/schema";
import { materialFieldId } from "@/domain/items/rules";
import type { Material } from "@/domain/items/schema";

/** A material promised for later (容缺后补): awaited, handed in, or found to be in order. */
export const toleratedStates = ["awaited", "supplied", "confirmed"] as const;
export type ToleratedState = (typeof toleratedStates)[number];

export type Tolerated = { fieldId: string; state: ToleratedState };

export const isAwaited = ({ state }: Tolerated): boolean => state === "awaited";
export const isToCheck = ({ state }: Tolerated): boolean => state === "supplied";

/** Whether everything that was promised has come and is in order: the decision to grant waits for it. */
export const isComplete = ({ tolerated }: { tolerated: readonly Tolerated[] }): boolean => tolerated.every(({ state }) => state === "confirmed");

/** Materials that may follow later, of those this applicant needs and has not handed in. */
export function tolerableGap(materials: readonly Material[], answers: Answers): Material[] {
  return materials.filter((material) => material.necessity === "tolerable" && isMissing(answers[materialFieldId(material)]));
}

const isMissing = (value: Answers[string] | undefined): boolean => value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** What is promised at filing beyond what may be: only a material that the item calls tolerable and that is not there yet. */
export function notTolerable(promised: readonly string[], materials: readonly Material[], answers: Answers): string | undefined {
  const gap = new Set(tolerableGap(materials, answers).map(materialFieldId));
  return promised.find((fieldId) => !gap.has(fieldId));
}

type Listed = { fieldId: string; dueOn: Day };

/**
 * Why a tolerant acceptance cannot be told like this, as an error code; nothing when it can. It lists everything that is
 * awaited and nothing else, each by a day after today and no later than the promised limit of the item.
 */
export function toleranceProblem(items: readonly Listed[], { tolerated, today, promisedDueOn }: { tolerated: readonly Tolerated[]; today: Day; promisedDueOn: Day }): string | undefined {
  const awaited = tolerated.filter(isAwaited).map(({ fieldId }) => fieldId);
  const listed = items.map(({ fieldId }) => fieldId);
  if (listed.toSorted().join() !== awaited.toSorted().join()) return "applications.toleratedIncomplete";
  if (items.some(({ dueOn }) => compareDays(dueOn, today) <= 0)) return "applications.endsInThePast";
  return items.some(({ dueOn }) => compareDays(dueOn, promisedDueOn) > 0) ? "applications.supplementTooLate" : undefined;
}

/** Workdays before a promised day on which the applicant is reminded. */
export const supplementReminders = [5, 1] as const;

/** Which reminder is due with so many workdays left: the nearest one reached, also where its own day was missed. */
export function dueReminder(workdaysLeft: number, reminders: readonly number[]): number | undefined {
  return reminders.filter((before) => workdaysLeft <= before).toSorted((a, b) => a - b)[0];
}

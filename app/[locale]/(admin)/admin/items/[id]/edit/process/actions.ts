"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { lintProcess } from "@/domain/items/policy/lint-process";
import { mergeRevisions } from "@/domain/items/rules/merge";
import type { RevisionContent } from "@/domain/items/schema";
import type { ProcessStep } from "@/domain/items/schema/process";
import { judge, readSteps, rearranged } from "./read";
import type { ProcessState } from "./state";

/**
 * Rearranges the steps as a button asks, or saves them. What is wrong or refused comes back with everything that was typed;
 * where a colleague changed the same steps, theirs stand beside one's own.
 */
export async function changeProcess(before: ProcessState, form: FormData): Promise<ProcessState> {
  const reference = { itemId: String(form.get("itemId")), version: Number(form.get("version")) };
  const path = `/admin/items/${reference.itemId}/edit/process`;
  const { items, notices } = await apiFor(form);
  const typed = readSteps(form);
  const state: ProcessState = { steps: typed, version: reference.version, attempt: before.attempt + 1, wrong: [], problems: [] };
  let base: RevisionContent | undefined;
  const unread = await refusalOf(items.getDraftAt(reference).then(({ content }) => (base = content)));
  await detour(unread, form, path);
  if (!base) return { ...state, ...(unread ? { refusal: unread } : {}) };

  const stepTexts = (await notices.stepTexts()).map(({ code }) => code);
  const moved = rearranged(typed, String(form.get("press") ?? ""));
  if (moved) return { ...state, ...moved, problems: problemsOf(base, moved.steps, stepTexts), unsaved: true };
  const judged = judge(typed);
  if ("wrong" in judged) return { ...state, ...judged };
  const refusal = await refusalOf(items.patchRevision({ ...reference, changes: { steps: judged.steps } }));
  if (!refusal) redirect(localePath(await getLocale(), `${path}?done=saved&at=${reference.version}`));
  const { draft: theirs } = refusal.code === "items.changedMeanwhile" ? await items.getForEdit({ itemId: reference.itemId }) : { draft: null };
  return theirs ? { ...state, ...overTheirs(base, judged.steps, theirs), refusal } : { ...state, problems: problemsOf(base, judged.steps, stepTexts), refusal };
}

function problemsOf(content: RevisionContent, steps: readonly ProcessStep[], stepTexts: readonly string[]): ProcessState["problems"] {
  const judged = judge(steps);
  return "wrong" in judged ? [] : lintProcess({ ...content, steps: judged.steps }, { stepTexts }).map((problem) => ({ params: {}, ...problem }));
}

/** One's own steps over a colleague's version, with theirs to compare where both changed the same. */
function overTheirs(base: RevisionContent, steps: ProcessStep[], theirs: { content: RevisionContent; version: number }): Pick<ProcessState, "steps" | "version" | "theirs"> {
  const { content } = mergeRevisions(base, { ...base, steps }, theirs.content);
  return { steps: content.steps, version: theirs.version, theirs: theirs.content.steps };
}

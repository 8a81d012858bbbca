"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { CloneItem } from "@/domain/items/schema/exchange";
import type { ActState } from "./state";

const pathOf = (runId: string) => `/admin/items/exchange/${runId}`;

export async function confirm(_: ActState, form: FormData): Promise<ActState> {
  const runId = textOf(form, "runId");
  const refusal = await refusalOf((await apiFor(form)).items.confirmRun({ runId }));
  await detour(refusal, form, pathOf(runId));
  return refusal ? { refusal } : redirect(await here(pathOf(runId)));
}

export async function cancel(_: ActState, form: FormData): Promise<ActState> {
  const runId = textOf(form, "runId");
  const refusal = await refusalOf((await apiFor(form)).items.cancelRun({ runId }));
  await detour(refusal, form, pathOf(runId));
  return refusal ? { refusal } : redirect(await here(pathOf(runId)));
}

/** Prepares the copies and shows them; nothing is made before they are confirmed. */
export async function clone(_: ActState, form: FormData): Promise<ActState> {
  const itemId = textOf(form, "itemId");
  const typed = Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).map(String)]));
  const input = CloneItem.safeParse({ itemId, targets: targetsOf(form) });
  if (!input.success) return { missing: true, typed };
  let runId = "";
  const refusal = await refusalOf((await apiFor(form)).items.startClone(input.data).then((run) => (runId = run.runId)));
  await detour(refusal, form, `/admin/items/${itemId}/clone`);
  return refusal ? { refusal, typed } : redirect(await here(pathOf(runId)));
}

function targetsOf(form: FormData): unknown {
  const by = textOf(form, "by");
  const divisionCode = textOf(form, "divisionCode").trim();
  if (by === "divisions") return { by, divisionCode };
  if (by === "subtree") return { by, divisionCode, named: textOf(form, "named") };
  const lines = textOf(form, "lines").split("\n").map((line) => line.trim().split(/[\s,，]+/)).filter(([uscc]) => uscc);
  return { by: "list", lines: lines.map(([uscc, division]) => ({ uscc, ...(division ? { divisionCode: division } : {}) })) };
}

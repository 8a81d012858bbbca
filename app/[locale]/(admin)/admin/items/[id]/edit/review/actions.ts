"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import type { Done } from "../state";
import type { ReviewState } from "./state";

type Items = Awaited<ReturnType<typeof apiFor>>["items"];

const draftOf = (form: FormData) => ({ itemId: textOf(form, "itemId"), version: Number(textOf(form, "version")) });
const typedOf = (form: FormData) => Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === "string" && !name.startsWith("$") ? [[name, value]] : [])));

async function act(form: FormData, call: (items: Items) => Promise<unknown>, done: Done): Promise<ReviewState> {
  const path = `/admin/items/${textOf(form, "itemId")}/edit/review`;
  const refusal = await refusalOf(call((await apiFor(form)).items));
  await detour(refusal, form, path);
  if (refusal) return { refusal, typed: typedOf(form) };
  redirect(await here(`${path}?done=${done}`));
}

/** The reasons typed for warnings; the shared one stands for those left empty. */
function answersOf(form: FormData): { warning: string; reason: string }[] {
  const same = textOf(form, "same").trim();
  return form.getAll("warning").map(String).flatMap((warning, at) => {
    const reason = textOf(form, `reason.${at}`).trim() || same;
    return reason ? [{ warning, reason }] : [];
  });
}

/** Keeps the reasons, and hands the draft over unless only that was asked. */
export async function handOver(_: ReviewState, form: FormData): Promise<ReviewState> {
  const answers = answersOf(form);
  if (textOf(form, "act") === "keep") return act(form, (items) => items.answerWarnings({ ...draftOf(form), answers }), "answered");
  return act(form, (items) => items.handOver({ ...draftOf(form), note: textOf(form, "note"), answers }), "handedOver");
}

export async function takeBack(_: ReviewState, form: FormData): Promise<ReviewState> {
  return act(form, (items) => items.takeBack(draftOf(form)), "takenBack");
}

export async function returnRevision(_: ReviewState, form: FormData): Promise<ReviewState> {
  const comments = [0, 1, 2].flatMap((at) => {
    const text = textOf(form, `text.${at}`).trim();
    return text ? [{ field: textOf(form, `field.${at}`) || "whole", text }] : [];
  });
  return act(form, (items) => items.returnRevision({ ...draftOf(form), note: textOf(form, "note"), comments }), "returned");
}

export async function publishNow(_: ReviewState, form: FormData): Promise<ReviewState> {
  return act(form, (items) => items.publishRevision(draftOf(form)), "published");
}

/** An hour of Beijing as an instant. */
function instantOf(form: FormData): string | undefined {
  const [, hour = "", minute = ""] = /^(\d{1,2})[:：.](\d{2})$/.exec(textOf(form, "time").normalize("NFKC").trim()) ?? [];
  const at = new Date(`${dayFromForm(form, "day") ?? ""}T${hour.padStart(2, "0")}:${minute}:00+08:00`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export async function schedule(_: ReviewState, form: FormData): Promise<ReviewState> {
  const [publishAt, reason] = [instantOf(form), textOf(form, "hourReason").trim()];
  if (!publishAt || !reason) return { missing: true, typed: { ...typedOf(form), day: dayFromForm(form, "day") ?? "" } };
  const state = await act(form, (items) => items.scheduleRevision({ ...draftOf(form), publishAt, reason }), "scheduled");
  return { ...state, typed: { ...state.typed, day: dayFromForm(form, "day") ?? "" } };
}

export async function callOff(_: ReviewState, form: FormData): Promise<ReviewState> {
  const reason = textOf(form, "callOffReason").trim();
  if (!reason) return { missing: true, typed: typedOf(form) };
  return act(form, (items) => items.callOffRevision({ ...draftOf(form), reason }), "calledOff");
}

/** The ids of the items under these codes, or the first code nobody knows. */
async function idsOf(items: Items, typed: string): Promise<{ ids: string[] } | { unknownCode: string }> {
  const ids: string[] = [];
  for (const code of typed.split(/[\s,，、;；]+/u).filter(Boolean)) {
    const found = /^[0-9A-Za-z]{31}(?:[0-9A-Za-z]{2})?$/.test(code) ? await items.get({ code }).catch(() => undefined) : undefined;
    if (found?.kind !== "guide") return { unknownCode: code };
    ids.push(found.guide.id);
  }
  return { ids };
}

export async function retire(_: ReviewState, form: FormData): Promise<ReviewState> {
  const [effectiveOn, reason] = [dayFromForm(form, "effectiveOn"), textOf(form, "endReason").trim()];
  const typed = { ...typedOf(form), effectiveOn: effectiveOn ?? "" };
  if (!effectiveOn || Number.isNaN(Date.parse(effectiveOn)) || !reason) return { missing: true, typed };
  const { items } = await apiFor(form);
  const [others, successors] = [await idsOf(items, textOf(form, "others")), await idsOf(items, textOf(form, "successors"))];
  if ("unknownCode" in others) return { unknownCode: others.unknownCode, typed };
  if ("unknownCode" in successors) return { unknownCode: successors.unknownCode, typed };
  const chosen = textOf(form, "kind");
  const kind = chosen === "split" || chosen === "merged" ? chosen : "cancelled";
  const state = await act(form, () => items.retire({ kind, itemIds: [textOf(form, "itemId"), ...others.ids], successorIds: successors.ids, effectiveOn, reason }), "retired");
  return { ...state, typed };
}

export async function keep(_: ReviewState, form: FormData): Promise<ReviewState> {
  const reason = textOf(form, "keepReason").trim();
  if (!reason) return { missing: true, typed: typedOf(form) };
  return act(form, (items) => items.keep({ itemId: textOf(form, "itemId"), reason }), "kept");
}

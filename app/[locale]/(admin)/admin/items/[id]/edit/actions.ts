"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { changedFields } from "@/domain/items/rules/changes";
import { mergeRevisions } from "@/domain/items/rules/merge";
import { readContent } from "./content";
import type { ActState, Done, SaveState } from "./state";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");
const reference = (form: FormData) => ({ itemId: text(form, "itemId") });
const draft = (form: FormData) => ({ ...reference(form), version: Number(text(form, "version")) });
const procedures = async (form: FormData) => (await apiFor(form)).items;

async function finish(form: FormData, call: Promise<unknown>, done: Done): Promise<ActState> {
  const refusal = await refusalOf(call);
  if (refusal) return { refusal, reason: text(form, "reason") };
  const at = text(form, "version");
  redirect(localePath(await getLocale(), `/admin/items/${text(form, "itemId")}/edit?done=${done}${at && `&at=${at}`}`));
}

export async function openRevision(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, (await procedures(form)).openRevision(reference(form)), "opened");
}

export async function discardRevision(_: ActState, form: FormData): Promise<ActState> {
  const dropping = (await procedures(form)).discardRevision(draft(form));
  const refusal = await refusalOf(dropping);
  if (refusal) return { refusal };
  // An item that was never published went with its draft.
  redirect(localePath(await getLocale(), (await dropping).gone ? "/admin/items" : `/admin/items/${text(form, "itemId")}/edit?done=discarded`));
}

/** Suspends or resumes, whichever the form asks for, with its reason. */
export async function changeStatus(_: ActState, form: FormData): Promise<ActState> {
  const reason = text(form, "reason").trim();
  if (!reason) return { reasonMissing: true };
  const items = await procedures(form);
  const resumes = text(form, "act") === "resume";
  return finish(form, resumes ? items.resume({ ...reference(form), reason }) : items.suspend({ ...reference(form), reason }), resumes ? "resumed" : "suspended");
}

/**
 * Keeps the draft; whatever is refused comes back with everything that was typed. Where a colleague changed the same thing,
 * the form comes back over their version: one's own words in it, theirs beside it.
 */
export async function saveRevision(before: SaveState, form: FormData): Promise<SaveState> {
  const items = await procedures(form);
  const path = `/admin/items/${text(form, "itemId")}/edit`;
  const reference = draft(form);
  let base: SaveState["content"] | undefined;
  const unread = await refusalOf(items.getDraftAt(reference).then(({ content }) => (base = content)));
  await detour(unread, form, path);
  const { typed, parsed } = readContent(form, base ?? before.content);
  const state = { version: reference.version, attempt: before.attempt + 1, fields: [] };
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".")))];
    return { ...state, content: typed as SaveState["content"], fields };
  }
  const refusal = unread ?? await refusalOf(items.saveRevision({ ...reference, content: parsed.data }));
  if (!refusal) redirect(localePath(await getLocale(), `${path}?done=saved&at=${reference.version}`));
  if (refusal.code !== "items.changedMeanwhile" || !base) return { ...state, content: parsed.data, refusal };
  const { draft: theirs } = await items.getForEdit({ itemId: reference.itemId });
  return theirs ? { ...state, ...overTheirs(base, parsed.data, theirs), refusal } : { ...state, content: parsed.data, refusal };
}

/** One's own changes over a colleague's version, and what they wrote where both changed the same. */
function overTheirs(base: SaveState["content"], mine: SaveState["content"], theirs: { content: SaveState["content"]; version: number }) {
  const { content, conflicts } = mergeRevisions(base, mine, theirs.content);
  const changed = changedFields(mine, theirs.content);
  return { content, version: theirs.version, conflicts: conflicts.map((field) => ({ field, theirs: changed.find((change) => change.field === field)?.added ?? [] })) };
}

/** Takes a blank form or a sample from a material. */
export async function removeMaterialFile(_: ActState, form: FormData): Promise<ActState> {
  const kind = text(form, "kind") === "sample" ? "sample" : "blankForm";
  return finish(form, (await procedures(form)).removeMaterialFile({ ...draft(form), material: text(form, "material"), kind }), "removed");
}

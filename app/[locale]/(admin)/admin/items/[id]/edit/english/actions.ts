"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import type { RevisionContent } from "@/domain/items/schema";
import { englishOf, readPairs, theirsOver } from "./read";
import type { EnglishState } from "./state";

/** Keeps the English of a draft; what is refused comes back as typed, with what a colleague wrote meanwhile for the same texts. */
export async function saveEnglish(before: EnglishState, form: FormData): Promise<EnglishState> {
  const { items } = await apiFor(form);
  const reference = { itemId: textOf(form, "itemId"), version: Number(textOf(form, "version")) };
  const path = `/admin/items/${reference.itemId}/edit/english`;
  const typed = readPairs(form);
  const state = { typed, version: reference.version, attempt: before.attempt + 1, wrong: [] };
  let base: RevisionContent | undefined;
  const unread = await refusalOf(items.getDraftAt(reference).then(({ content }) => (base = content)));
  await detour(unread, form, path);
  if (!base) return { ...state, ...(unread && { refusal: unread }) };
  const judged = englishOf(base, typed);
  if ("wrong" in judged) return { ...state, wrong: judged.wrong };
  const refusal = await refusalOf(items.patchRevision({ ...reference, changes: { english: judged.english } }));
  if (!refusal) redirect(await here(`${path}?done=saved&at=${reference.version}`));
  if (refusal.code !== "items.changedMeanwhile") return { ...state, refusal };
  const { draft: theirs } = await items.getForEdit({ itemId: reference.itemId });
  return theirs ? { ...state, refusal, version: theirs.version, theirs: theirsOver(base, typed, theirs.content) } : { ...state, refusal };
}

"use server";

import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { locate } from "@/domain/forms/rules/edit-steps";
import { mergeForms } from "@/domain/forms/rules/merge";
import type { FormDefinition } from "@/domain/forms/schema";
import { generateForm } from "@/domain/items/rules";
import type { RevisionContent } from "@/domain/items/schema";
import { readForm } from "./read";
import type { FormSave } from "./state";

type Items = Awaited<ReturnType<typeof apiFor>>["items"];
type Reference = { itemId: string; version: number };

/** Keeps the form of a draft, posted as its text by the builder and by the page without script alike. */
export async function saveForm(before: FormSave, data: FormData): Promise<FormSave> {
  const { items } = await apiFor(data);
  const [itemId, text] = [String(data.get("itemId")), String(data.get("form"))];
  const reference = { itemId, version: Number(data.get("version")) };
  const state = { attempt: before.attempt + 1, version: reference.version, kept: false };
  const read = readForm(text);
  if ("broken" in read) return { ...state, broken: read.broken, text };
  let saved: Awaited<ReturnType<Items["patchRevision"]>> | undefined;
  const refusal = await refusalOf(items.patchRevision({ ...reference, changes: { form: read.form } }).then((answer) => (saved = answer)));
  await detour(refusal, data, `/admin/items/${itemId}/edit/form`);
  if (saved) return { ...state, kept: true, version: saved.version, ...(saved.mergedWith === null ? {} : { mergedWith: saved.mergedWith, form: await formNow(items, itemId, read.form) }) };
  const other = refusal?.code === "items.changedMeanwhile" ? await overTheirs(items, reference, read.form) : undefined;
  return { ...state, text, ...(refusal && { refusal }), ...other };
}

const formIn = (content: RevisionContent): FormDefinition => content.form ?? generateForm(content);

/** The form as a merge left it. */
async function formNow(items: Items, itemId: string, mine: FormDefinition): Promise<FormDefinition> {
  const { draft } = await items.getForEdit({ itemId });
  return draft ? formIn(draft.content) : mine;
}

/** One's own changes over a colleague's form, and where both changed the same. */
async function overTheirs(items: Items, reference: Reference, mine: FormDefinition): Promise<Partial<FormSave> | undefined> {
  const [{ content: base }, { draft }] = await Promise.all([items.getDraftAt(reference), items.getForEdit({ itemId: reference.itemId })]);
  if (!draft) return undefined;
  const theirs = formIn(draft.content);
  const { form, conflicts } = mergeForms(formIn(base), mine, theirs);
  return {
    version: draft.version, form, theirs, text: JSON.stringify(form, null, 2),
    conflicts: conflicts.map((node) => ({ node, ...(node.kind === "field" && { theirs: locate(theirs, node.id)?.field }) })),
  };
}

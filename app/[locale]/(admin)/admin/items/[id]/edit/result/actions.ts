"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { isSame } from "@/domain/core/same";
import type { FaceFieldSpec, ItemResult } from "@/domain/items/schema/result";
import { readResultDraft, resultOf } from "./read";
import type { ResultState, Theirs } from "./state";

type Api = Awaited<ReturnType<typeof apiFor>>;

/** Keeps the result of a draft; what is refused comes back as typed, with what a colleague saved meanwhile beside it. */
export async function saveResult(before: ResultState, form: FormData): Promise<ResultState> {
  const caller = await apiFor(form);
  const itemId = textOf(form, "itemId");
  const path = `/admin/items/${itemId}/edit/result`;
  const typed = readResultDraft(form);
  const type = await typeOf(caller, typed.certificateType);
  // A result without a name of its own is called as its certificate.
  const draft = { ...typed, name: typed.name || (type?.name ?? "") };
  const version = Number(textOf(form, "version"));
  const state = { draft, version, attempt: before.attempt + 1, wrong: [] };
  const read = resultOf(draft, type?.fields ?? []);
  if ("wrong" in read) return { ...state, wrong: read.wrong };
  const refusal = await refusalOf(caller.items.patchRevision({ itemId, version, changes: { result: read.result } }));
  await detour(refusal, form, path);
  if (!refusal) redirect(await here(`${path}?done=saved&at=${version}`));
  if (refusal.code !== "items.changedMeanwhile") return { ...state, refusal };
  const { draft: theirs } = await caller.items.getForEdit({ itemId });
  return theirs ? { ...state, refusal, version: theirs.version, theirs: differences(read.result, theirs.content.result) } : { ...state, refusal };
}

async function typeOf(caller: Api, id: string): Promise<{ name: string; fields: readonly FaceFieldSpec[] } | undefined> {
  if (!id) return undefined;
  let type: { name: string; fields: readonly FaceFieldSpec[] } | undefined;
  await refusalOf(caller.certificates.getIssuedType({ id }).then(({ content }) => (type = content)));
  return type;
}

const none: Partial<ItemResult> = {};
const bound = ({ face = [] }: Partial<ItemResult>) => face.map(({ label, field }) => `${label.zh} ← ${field}`).join("\n");
const spoken: Record<Theirs["part"], (result: Partial<ItemResult>) => string> = {
  name: ({ name = "" }) => name, certificateType: ({ certificateType = "" }) => certificateType, validMonths: ({ validMonths = "" }) => String(validMonths), face: bound,
  layout: ({ layout }) => (layout ? String(layout.elements.length) : ""),
};

/** Where a colleague's result says something else than one's own. */
function differences(mine: ItemResult | null, theirs: ItemResult | null): Theirs[] {
  const [own, other]: Partial<ItemResult>[] = [mine ?? none, theirs ?? none];
  return (["name", "certificateType", "validMonths", "face", "layout"] as const).filter((part) => !isSame(own?.[part] ?? null, other?.[part] ?? null)).map((part) => ({ part, text: spoken[part](other ?? none) }));
}

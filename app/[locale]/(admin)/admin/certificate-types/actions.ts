"use server";

import { redirect } from "next/navigation";
import { layoutOf, readDraft } from "@/app/_shared/certificates/layout/draft";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { CreateCertificateType } from "@/domain/certificates/schema/catalogue";
import type { ActState } from "../items/[id]/edit/state";
import { factsOf, readFacts } from "./read";
import type { Done, FaceState, FactsState, NewState } from "./state";

const home = "/admin/certificate-types";
const procedures = async (form: FormData) => (await apiFor(form)).certificates;
const reference = (form: FormData) => ({ id: textOf(form, "id"), version: Number(textOf(form, "version")) });

async function finish(form: FormData, call: Promise<unknown>, done: Done): Promise<ActState> {
  const refusal = await refusalOf(call);
  if (refusal) return { refusal };
  redirect(await here(`${home}/${textOf(form, "id")}?done=${done}`));
}

export async function openEdition(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, (await procedures(form)).openEdition({ id: textOf(form, "id") }), "opened");
}

export async function publishEdition(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, (await procedures(form)).publishEdition(reference(form)), "published");
}

/** A type that never was published goes with its draft, so its page is gone too. */
export async function discardEdition(_: ActState, form: FormData): Promise<ActState> {
  let gone = false;
  const refusal = await refusalOf((await procedures(form)).discardEdition(reference(form)).then((answer) => (gone = answer.gone)));
  if (refusal) return { refusal };
  redirect(await here(gone ? `${home}?done=discarded` : `${home}/${textOf(form, "id")}?done=discarded`));
}

/** Begins a type that the catalogue lacks. */
export async function createType(_: NewState, form: FormData): Promise<NewState> {
  const typed = { id: textOf(form, "id").trim(), code: textOf(form, "code").normalize("NFKC").replaceAll(/\s/gu, "").toUpperCase(), name: textOf(form, "name").trim() };
  const input = CreateCertificateType.safeParse(typed);
  if (!input.success) return { typed, wrong: [...new Set(input.error.issues.map(({ path: [field] }) => String(field)))] };
  const refusal = await refusalOf((await procedures(form)).createType(input.data));
  await detour(refusal, form, `${home}/new`);
  if (refusal) return { typed, wrong: [], refusal };
  redirect(await here(`${home}/${typed.id}?done=created`));
}

/** Keeps the facts and fields of a draft; what is refused comes back as typed. */
export async function saveFacts(before: FactsState, form: FormData): Promise<FactsState> {
  const draft = readFacts(form);
  const at = reference(form);
  const state = { draft, version: at.version, attempt: before.attempt + 1, wrong: [] };
  const read = factsOf(draft);
  if ("wrong" in read) return { ...state, wrong: read.wrong };
  const refusal = await refusalOf((await procedures(form)).saveEdition({ ...at, changes: read.facts }));
  await detour(refusal, form, `${home}/${at.id}`);
  if (refusal) return { ...state, refusal };
  redirect(await here(`${home}/${at.id}?done=saved&at=${at.version}`));
}

/** Keeps the page of a draft, or does without one. */
export async function saveFace(before: FaceState, form: FormData): Promise<FaceState> {
  const draft = readDraft(form);
  const own = textOf(form, "source") === "own";
  const at = reference(form);
  const state = { draft, own, version: at.version, attempt: before.attempt + 1, wrong: [] };
  const read = own ? layoutOf(draft) : { layout: null };
  if ("wrong" in read) return { ...state, wrong: read.wrong };
  const refusal = await refusalOf((await procedures(form)).saveEdition({ ...at, changes: { layout: read.layout } }));
  await detour(refusal, form, `${home}/${at.id}/face`);
  if (refusal) return { ...state, refusal };
  redirect(await here(`${home}/${at.id}/face?done=saved&at=${at.version}`));
}

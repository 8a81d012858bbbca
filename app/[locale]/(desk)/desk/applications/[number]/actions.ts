"use server";

import { getLocale } from "next-intl/server";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { RevealField } from "@/domain/applications/schema";
import { AddNote, AskRegister, DropDeskDraft, EditNote } from "@/domain/applications/schema/case";
import type { AnswerValue } from "@/domain/forms/schema";
import { isDeskAct, prepare } from "./prepare";
import type { ActState, NoteState, RevealState } from "./state";

/** Carries out one act on the case. What is wrong or refused comes back with everything that was typed. */
export async function act(_previous: ActState, form: FormData): Promise<ActState> {
  const name = String(form.get("_act"));
  const raw = rawFromForm(form);
  const stay = (more: Partial<ActState>): ActState => ({ at: crypto.randomUUID(), act: isDeskAct(name) ? name : null, raw, problems: {}, refusal: null, ...more });
  if (!isDeskAct(name)) return stay({ refusal: { code: "requests.invalidInput", params: {} } });

  const prepared = prepare(name, form, raw);
  if ("problems" in prepared) return stay(prepared);
  const refusal = await refusalOf(prepared.send((await apiFor(form)).applications));
  await detour(refusal, form, `/desk/applications/${String(form.get("_number"))}`);
  if (refusal) {
    // The page shows the case as it stands now, beside what was typed.
    refresh();
    return stay({ refusal });
  }
  redirect(localePath(await getLocale(), `/desk/applications/${String(form.get("_number"))}?did=${name}`));
}

/** Shows one masked answer in full; the reason given is logged. Whoever proved themselves too long ago does so first and comes back to it. */
export async function reveal(_previous: RevealState, form: FormData): Promise<RevealState> {
  const input = RevealField.safeParse({ id: form.get("_id"), fieldId: form.get("_field"), reason: form.get("reason") });
  if (!input.success) return { value: null, wrong: true, refusal: null };
  const calls = (await apiFor(form)).applications;
  let value: AnswerValue | undefined;
  const refusal = await refusalOf(calls.reveal(input.data).then((answer) => (value = answer.value)));
  await detour(refusal, form, `/desk/applications/${String(form.get("_number"))}?reveal=${input.data.fieldId}`);
  return { value: value === undefined ? null : inWords(value), wrong: false, refusal: refusal ?? null };
}

/** Writes a note for colleagues, or puts one's own right. What is refused comes back as it was typed. */
export async function writeNote(_previous: NoteState, form: FormData): Promise<NoteState> {
  const body = String(form.get(String(form.get("_name"))) ?? "");
  const stay = (more: Partial<NoteState>): NoteState => ({ at: crypto.randomUUID(), body, wrong: false, refusal: null, ...more });
  const noteId = form.get("_note");
  const input = noteId === null ? AddNote.safeParse({ id: form.get("_id"), body }) : EditNote.safeParse({ noteId, body });
  if (!input.success) return stay({ wrong: true });
  const calls = (await apiFor(form)).applications;
  const refusal = await refusalOf("noteId" in input.data ? calls.editNote(input.data) : calls.addNote(input.data));
  await detour(refusal, form, `/desk/applications/${String(form.get("_number"))}`);
  if (refusal) return stay({ refusal });
  refresh();
  return stay({ body: noteId === null ? "" : body });
}

const pathOf = (form: FormData, rest: string) => `/desk/applications/${encodeURIComponent(String(form.get("number")))}${rest}`;

/** Asks a register once more; how that came out stands in the list of checks. */
export async function askAgain(form: FormData): Promise<void> {
  const input = AskRegister.safeParse({ id: form.get("id"), kind: form.get("kind") });
  const refusal = input.success ? await refusalOf((await apiFor(form)).applications.askRegister(input.data)) : undefined;
  await detour(refusal, form, pathOf(form, ""));
  const told = refusal && new URLSearchParams(Object.entries({ check: refusal.code, seconds: refusal.params["seconds"] ?? "" }).map(([name, value]) => [name, String(value)]));
  redirect(localePath(await getLocale(), pathOf(form, `${told ? `?${told}` : ""}#checks`)));
}

/** Throws away what was left half written. */
export async function dropDraft(form: FormData): Promise<void> {
  const input = DropDeskDraft.safeParse({ id: form.get("id"), kind: form.get("kind") });
  const refusal = input.success ? await refusalOf((await apiFor(form)).applications.dropDeskDraft(input.data)) : undefined;
  await detour(refusal, form, pathOf(form, ""));
  redirect(localePath(await getLocale(), pathOf(form, `?dropped=${crypto.randomUUID()}#acts`)));
}

/** A revealed value as plain text: a number as it is, the rows of a group one below another. */
function inWords(value: AnswerValue): string {
  if (Array.isArray(value)) return value.map(inWords).join("\n");
  return typeof value === "object" && value !== null ? Object.values(value).map(inWords).join(" · ") : String(value);
}

"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { readContent } from "./content";
import type { ActState, Done, SaveState } from "./state";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");
const reference = (form: FormData) => ({ itemId: text(form, "itemId") });
const draft = (form: FormData) => ({ ...reference(form), version: Number(text(form, "version")) });
const procedures = async (form: FormData) => (await apiFor(form)).items;

async function finish(form: FormData, call: Promise<unknown>, done: Done): Promise<ActState> {
  const refusal = await refusalOf(call);
  if (refusal) return { refusal };
  redirect(localePath(await getLocale(), `/admin/items/${text(form, "itemId")}/edit?done=${done}`));
}

export async function openRevision(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, (await procedures(form)).openRevision(reference(form)), "opened");
}

export async function publishRevision(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, (await procedures(form)).publishRevision(draft(form)), "published");
}

export async function discardRevision(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, (await procedures(form)).discardRevision(draft(form)), "discarded");
}

/** Suspends or resumes, whichever the form asks for, with its reason. */
export async function changeStatus(_: ActState, form: FormData): Promise<ActState> {
  const reason = text(form, "reason").trim();
  if (!reason) return { reasonMissing: true };
  const items = await procedures(form);
  const resumes = text(form, "act") === "resume";
  return finish(form, resumes ? items.resume({ ...reference(form), reason }) : items.suspend({ ...reference(form), reason }), resumes ? "resumed" : "suspended");
}

/** Keeps the draft; whatever is refused comes back with everything that was typed. */
export async function saveRevision(before: SaveState, form: FormData): Promise<SaveState> {
  const items = await procedures(form);
  const path = `/admin/items/${text(form, "itemId")}/edit`;
  let current: Awaited<ReturnType<typeof items.getForEdit>> | undefined;
  const unread = await refusalOf(items.getForEdit(reference(form)).then((found) => (current = found)));
  await detour(unread, form, path);
  const { typed, parsed } = readContent(form, current?.draft?.content ?? before.content);
  const attempt = before.attempt + 1;
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".")))];
    return { content: typed as SaveState["content"], attempt, fields };
  }
  const refusal = unread ?? await refusalOf(items.saveRevision({ ...draft(form), content: parsed.data }));
  if (refusal) return { content: parsed.data, attempt, fields: [], refusal };
  redirect(localePath(await getLocale(), `${path}?done=saved`));
}

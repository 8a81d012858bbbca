"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { ownPath } from "@/app/_shared/applications/ownPath";
import { textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { typedDay } from "./typedDay";

const library = "/me/materials";

async function back(path: string, told: Record<string, string>, hash = ""): Promise<never> {
  redirect(localePath(await getLocale(), `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams(told)}${hash}`));
}

/** Keeps the papers that were ticked; the words beside the button are what is agreed to. */
export async function keepPapers(form: FormData): Promise<void> {
  const path = ownPath(textOf(form, "path"));
  const fileIds = form.getAll("file").map(String);
  if (fileIds.length === 0) await back(path, { keep: "none" }, "#keep-papers");
  const refusal = await refusalOf((await apiFor(form)).applications.keepMaterials({ id: textOf(form, "id"), fileIds, consent: true }));
  await detour(refusal, form, path);
  await back(path, refusal ? { keep: refusal.code } : { keep: "kept" }, "#keep-papers");
}

/** Uses a kept paper for a material of an application. */
export async function reusePaper(form: FormData): Promise<void> {
  const path = ownPath(textOf(form, "_path"));
  const fieldId = textOf(form, "_field");
  const refusal = await refusalOf((await apiFor(form)).applications.reuseMaterial({ id: textOf(form, "_draft"), fieldId, materialId: textOf(form, "_material") }));
  await detour(refusal, form, path);
  await back(path, refusal ? { file: refusal.code, field: fieldId } : { onFile: "reused" }, `#field-${fieldId}`);
}

/** Says until when a kept paper is good; three empty parts mean that it has no last day. What is no day comes back as it was typed. */
export async function datePaper(form: FormData): Promise<void> {
  const id = textOf(form, "id");
  const read = typedDay(form, `validUntil-${id}`);
  if ("typed" in read) return back(library, { wrong: id, typed: read.typed });
  const refusal = await refusalOf((await apiFor(form)).applications.dateMaterial({ id, validUntil: read.day }));
  await detour(refusal, form, library);
  await back(library, refusal ? { refused: refusal.code } : { did: "dated" });
}

/** Takes a kept paper out for good. */
export async function removePaper(form: FormData): Promise<void> {
  const caller = await apiFor(form);
  let held = 0;
  const refusal = await refusalOf(caller.applications.removeMaterial({ id: textOf(form, "id") }).then((done) => (held = done.held)));
  await detour(refusal, form, library);
  await back(library, refusal ? { refused: refusal.code } : { did: "removed", held: String(held) });
}

"use server";

import { redirect } from "next/navigation";
import { missingIn, typedIn, type ActState } from "@/app/_shared/desk/actState";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { HandOver } from "@/domain/applications/schema/assignment";

/** Puts the case into a colleague's hands and returns to it. */
export async function handOver(_: ActState, form: FormData): Promise<ActState> {
  const number = textOf(form, "number");
  const [holder, step] = [textOf(form, "holder"), textOf(form, "step")];
  const input = HandOver.safeParse({ id: textOf(form, "id"), version: Number(textOf(form, "version")), holder: holder || null, to: textOf(form, "to"), word: textOf(form, "word"), ...(step ? { step } : {}) });
  if (!input.success) return { missing: missingIn(input.error), typed: typedIn(form) };
  const refusal = await refusalOf((await apiFor(form)).applications.handOver(input.data));
  await detour(refusal, form, `/desk/applications/${number}/hand-over`);
  return refusal ? { refusal, typed: typedIn(form) } : redirect(await here(`/desk/applications/${number}?did=handOver`));
}

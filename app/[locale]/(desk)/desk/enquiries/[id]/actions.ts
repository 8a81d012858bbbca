"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { AnswerEnquiry } from "@/domain/enquiries/schema";

export type AnswerState = { answer?: string; missing?: true; refusal?: Refusal };

/** Answers an enquiry and goes back to the list; what was typed stays. */
export async function answerEnquiry(_: AnswerState, form: FormData): Promise<AnswerState> {
  const [id, typed] = [textOf(form, "id"), textOf(form, "answer").replaceAll("\r\n", "\n")];
  const input = AnswerEnquiry.safeParse({ id, answer: typed });
  if (!input.success) return { answer: typed, missing: true };
  const refusal = await refusalOf((await apiFor(form)).enquiries.answer(input.data));
  await detour(refusal, form, `/desk/enquiries/${id}`);
  if (refusal) return { answer: typed, refusal };
  redirect(localePath(await getLocale(), `/desk/enquiries?answered=${encodeURIComponent(textOf(form, "number"))}`));
}

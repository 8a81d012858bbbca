"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { AnswerRequest } from "@/domain/records/schema";

type Field = "decision" | "ground" | "reason";

/** What is missing or was refused, with everything that was typed. */
export type AnswerState = { decision?: string; ground?: string; reason?: string; missing?: readonly Field[]; refusal?: Refusal };

/** Answers a request about personal data and goes back to the list. */
export async function answerRequest(_: AnswerState, form: FormData): Promise<AnswerState> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const typed = { decision: text("decision"), ground: text("ground"), reason: text("reason") };
  const input = AnswerRequest.safeParse({ id: text("id"), decision: typed.decision, reason: typed.reason, ...(typed.decision === "refused" ? { ground: typed.ground } : {}) });
  if (!input.success) return { ...typed, missing: (["decision", "ground", "reason"] as const).filter((name) => input.error.issues.some(({ path }) => path[0] === name)) };
  const refusal = await refusalOf((await apiFor(form)).records.answer(input.data));
  const number = text("number");
  await detour(refusal, form, `/desk/data-requests/${number}`);
  if (refusal) return { ...typed, refusal };
  redirect(localePath(await getLocale(), `/desk/data-requests?answered=${encodeURIComponent(number)}`));
}

"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";

const answers = ["ask", "waive", "confirm", "postpone"] as const;

/** Asks for the hearing, gives it up, says that one comes, or asks for another day. */
export async function answerHearing(form: FormData): Promise<void> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const [id, home] = [text("id"), `/me/applications/${text("number")}/hearing`];
  const what = answers.find((one) => one === text("_do")) ?? "confirm";
  const calls = (await apiFor(form)).applications;
  const reason = text("reason").slice(0, 2000);
  const locale = await getLocale();
  if (what === "postpone" && reason.length < 2) redirect(localePath(locale, `${home}?missing=reason`));
  const refusal = await refusalOf(what === "postpone" ? calls.askPostponement({ id, reason }) : what === "confirm" ? calls.confirmAttendance({ id }) : calls.answerHearingRight({ id, ask: what === "ask" }));
  await detour(refusal, form, home);
  redirect(localePath(locale, `${home}?${refusal ? `refused=${encodeURIComponent(refusal.code)}` : `did=${what}`}`));
}

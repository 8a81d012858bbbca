"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { RateApplication } from "@/domain/ratings/schema";

/** What went wrong with everything that was typed. */
export type RateState = { problem?: Refusal; reasons?: string[]; comment?: string; anonymous?: boolean };

/** Sends the rating and shows it, or tells why it was not taken. */
export async function rate(_: RateState, form: FormData): Promise<RateState> {
  const text = (name: string) => String(form.get(name) ?? "");
  const reasons = [...form.getAll("reasons"), ...form.getAll("moreReasons")].map(String);
  const comment = text("comment").replaceAll("\r\n", "\n");
  const typed = { reasons, comment, anonymous: form.get("anonymous") !== null };
  const input = RateApplication.safeParse({ number: text("number"), level: text("level"), ...typed });
  if (!input.success) return { ...typed, problem: { code: "requests.invalidInput", params: {} } };
  const problem = await refusalOf((await apiFor(form)).ratings.rate(input.data));
  await detour(problem, form, `/me/applications/${text("number")}/rate?level=${input.data.level}`);
  if (problem) return { ...typed, problem };
  redirect(localePath(await getLocale(), `/me/applications/${text("number")}/rate`));
}

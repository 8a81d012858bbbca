"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";

/** Takes a case back into a draft within ten minutes. */
export async function takeBack(form: FormData): Promise<void> {
  const id = String(form.get("_id"));
  const refusal = await refusalOf((await apiFor(form)).applications.takeBack({ id }));
  const home = `/me/applications/${String(form.get("_number"))}`;
  await detour(refusal, form, home);
  redirect(localePath(await getLocale(), refusal ? `${home}?refused=${encodeURIComponent(refusal.code)}` : `/apply/${id}`));
}

/** Withdraws a case before the decision, with the reason if one was given. */
export async function withdraw(form: FormData): Promise<void> {
  const reason = String(form.get("reason") ?? "").trim();
  const home = `/me/applications/${String(form.get("_number"))}`;
  const refusal = await refusalOf((await apiFor(form)).applications.withdraw({ id: String(form.get("_id")), ...(reason.length > 1 && { reason: reason.slice(0, 2000) }) }));
  await detour(refusal, form, `${home}/withdraw`);
  const outcome = refusal ? `refused=${encodeURIComponent(refusal.code)}` : "did=withdrawn";
  redirect(localePath(await getLocale(), `${home}?${outcome}`));
}

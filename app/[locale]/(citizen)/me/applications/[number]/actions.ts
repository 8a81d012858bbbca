"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { api, refusalOf } from "@/app/_trpc/server";

/** Takes a case back into a draft within ten minutes. */
export async function takeBack(form: FormData): Promise<void> {
  const id = String(form.get("_id"));
  const refusal = await refusalOf((await api()).applications.takeBack({ id }));
  redirect(localePath(await getLocale(), refusal ? `/me/applications/${String(form.get("_number"))}?refused=${encodeURIComponent(refusal.code)}` : `/apply/${id}`));
}

/** Withdraws a case before the decision, with the reason if one was given. */
export async function withdraw(form: FormData): Promise<void> {
  const reason = String(form.get("reason") ?? "").trim();
  const caller = await api(String(form.get("idempotencyKey")));
  const refusal = await refusalOf(caller.applications.withdraw({ id: String(form.get("_id")), ...(reason.length > 1 && { reason: reason.slice(0, 2000) }) }));
  const outcome = refusal ? `refused=${encodeURIComponent(refusal.code)}` : "did=withdrawn";
  redirect(localePath(await getLocale(), `/me/applications/${String(form.get("_number"))}?${outcome}`));
}

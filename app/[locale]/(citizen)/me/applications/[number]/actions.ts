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
  redirect(localePath(await getLocale(), refusal ? `${home}?refused=${encodeURIComponent(refusal.code)}` : `/apply/${id}?back=1`));
}

/** Hands in what was promised for later and has been uploaded. */
export async function supplement(form: FormData): Promise<void> {
  const home = `/me/applications/${String(form.get("_number"))}`;
  const refusal = await refusalOf((await apiFor(form)).applications.supplement({ id: String(form.get("_id")) }));
  await detour(refusal, form, `${home}/supplement`);
  redirect(localePath(await getLocale(), refusal ? `${home}/supplement?refused=${encodeURIComponent(refusal.code)}` : `${home}?did=supplemented`));
}

/** Takes an upload out again before it is handed in. */
export async function removeSupplement(form: FormData): Promise<void> {
  const path = `/me/applications/${String(form.get("_number"))}/supplement`;
  const refusal = await refusalOf((await apiFor(form)).applications.removeFile({ id: String(form.get("_id")), fileId: String(form.get("_file")) }));
  await detour(refusal, form, path);
  redirect(localePath(await getLocale(), refusal ? `${path}?refused=${encodeURIComponent(refusal.code)}` : path));
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

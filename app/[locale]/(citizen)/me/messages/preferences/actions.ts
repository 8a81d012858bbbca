"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { NotificationPreferences } from "@/domain/notices/schema/sending";

const here = "/me/messages/preferences";

/** Keeps how one hears of news; hours that make no sense come back with what was chosen. */
export async function savePreferences(form: FormData): Promise<void> {
  const locale = await getLocale();
  const quiet = form.has("quiet") ? { from: Number(textOf(form, "from")), until: Number(textOf(form, "until")) } : null;
  const input = NotificationPreferences.safeParse({ sms: textOf(form, "sms"), mail: textOf(form, "mail"), daily: form.has("daily"), quiet });
  if (!input.success) redirect(localePath(locale, `${here}?problem=hours`));
  const refusal = await refusalOf((await apiFor(form)).notices.savePreferences(input.data));
  await detour(refusal, form, here);
  redirect(localePath(locale, `${here}?${refusal ? "problem=refused" : "saved=yes"}`));
}

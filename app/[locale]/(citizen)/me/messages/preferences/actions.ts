"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { NotificationPreferences } from "@/domain/notices/schema/sending";

const here = "/me/messages/preferences";

/** An hour that was left out is none, not midnight. */
const hourOf = (text: string) => (text === "" ? undefined : Number(text));

/** What was chosen, to stand there again. */
const chosenIn = (form: FormData) => Object.fromEntries(["sms", "mail", "daily", "quiet", "from", "until"].flatMap((name) => (form.has(name) ? [[name, textOf(form, name)] as const] : [])));

/** Keeps how one hears of news; hours that make no sense come back with what was chosen. */
export async function savePreferences(form: FormData): Promise<void> {
  const locale = await getLocale();
  const quiet = form.has("quiet") ? { from: hourOf(textOf(form, "from")), until: hourOf(textOf(form, "until")) } : null;
  const input = NotificationPreferences.safeParse({ sms: textOf(form, "sms"), mail: textOf(form, "mail"), daily: form.has("daily"), quiet });
  if (!input.success) redirect(localePath(locale, `${here}?${new URLSearchParams({ problem: "hours", ...chosenIn(form) })}`));
  const refusal = await refusalOf((await apiFor(form)).notices.savePreferences(input.data));
  await detour(refusal, form, here);
  redirect(localePath(locale, `${here}?${refusal ? "problem=refused" : "saved=yes"}`));
}

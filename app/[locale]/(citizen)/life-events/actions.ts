"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";

/** Begins a life event, or goes on with the one begun. */
export async function begin(form: FormData): Promise<void> {
  const key = String(form.get("_event"));
  const path = `/life-events/${encodeURIComponent(key)}`;
  const caller = await apiFor(form);
  let id: string | undefined;
  const refusal = await refusalOf(caller.lifeEvents.start({ key }).then((begun) => (id = begun.id)));
  await detour(refusal, form, path);
  redirect(localePath(await getLocale(), id ? `/me/life-events/${id}` : `${path}?refused=${refusal?.code ?? ""}`));
}

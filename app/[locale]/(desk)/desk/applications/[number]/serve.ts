"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { ServeNotice } from "@/domain/notices/schema";

/** Records that a notice was handed over at the counter against signature. */
export async function serve(form: FormData): Promise<void> {
  const id = String(form.get("_id"));
  const home = `/desk/applications/${String(form.get("_number"))}`;
  const input = ServeNotice.safeParse({ id, receivedBy: form.get(`receivedBy-${id}`) });
  const refusal = input.success ? await refusalOf((await apiFor(form)).notices.serve(input.data)) : { code: "notices.receiverMissing", params: {} };
  await detour(refusal, form, home);
  redirect(localePath(await getLocale(), refusal ? `${home}?service=${encodeURIComponent(refusal.code)}#services` : `${home}?service=done#services`));
}

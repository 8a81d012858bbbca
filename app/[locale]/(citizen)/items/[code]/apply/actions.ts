"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath, type Locale } from "@/app/_i18n/routing";
import { pagesOf } from "@/app/_shared/applications/steps";
import { answer, apiFor, refusalOf } from "@/app/_trpc/server";
import { applyHref, situationsIn } from "../start/query";

/** Starts an application at its first page; a draft that is there already is offered instead of a second one. */
export async function start(form: FormData): Promise<void> {
  const itemCode = String(form.get("_item"));
  const locale = await getLocale();
  const caller = await apiFor(form);
  const situation = situationsIn(Object.fromEntries(form));
  const here = localePath(locale, applyHref(itemCode, situation));
  let started: Awaited<ReturnType<typeof caller.applications.start>> | undefined;
  const refusal = await refusalOf(caller.applications.start({ itemCode, situation }).then((value) => (started = value)));
  if (refusal || !started) redirect(afterRefusal(refusal?.code, here, locale));
  if (started.resumed) redirect(localePath(locale, `/apply/${started.id}?resumed=1`));
  const first = pagesOf(await answer(caller.applications.draft({ id: started.id }), here)).all[0]?.section.id;
  redirect(localePath(locale, `/apply/${started.id}/${first ?? "check"}`));
}

/** The page itself explains what stands in the way. */
function afterRefusal(code: string | undefined, here: string, locale: Locale): string {
  if (code === "access.signIn") return localePath(locale, `/sign-in?next=${encodeURIComponent(here)}`);
  return code === "delegations.principalChanged" ? `${here}${here.includes("?") ? "&" : "?"}changed=1` : here;
}

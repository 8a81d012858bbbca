"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { pagesOf } from "@/app/_shared/applications/steps";
import { answer, apiFor, refusalOf } from "@/app/_trpc/server";

/** Starts an application at its first page; a draft that is there already is offered instead of a second one. */
export async function start(form: FormData): Promise<void> {
  const itemCode = String(form.get("_item"));
  const locale = await getLocale();
  const caller = await apiFor(form);
  const here = localePath(locale, `/items/${itemCode}/apply`);
  let started: Awaited<ReturnType<typeof caller.applications.start>> | undefined;
  const refusal = await refusalOf(caller.applications.start({ itemCode }).then((value) => (started = value)));
  if (refusal?.code === "delegations.principalChanged") redirect(`${here}?changed=1`);
  // The page itself explains what stands in the way.
  if (refusal || !started) redirect(refusal?.code === "access.signIn" ? localePath(locale, `/sign-in?next=${encodeURIComponent(here)}`) : here);
  if (started.resumed) redirect(localePath(locale, `/apply/${started.id}?resumed=1`));
  const first = pagesOf(await answer(caller.applications.draft({ id: started.id }), here)).all[0]?.section.id;
  redirect(localePath(locale, `/apply/${started.id}/${first ?? "check"}`));
}

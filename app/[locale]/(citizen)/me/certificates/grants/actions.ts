"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";

/** Takes a permission back. */
export async function revoke(form: FormData): Promise<void> {
  const id = String(form.get("id") ?? "");
  const problem = await refusalOf((await apiFor(form)).certificates.revokeGrant({ id }));
  await detour(problem, form, `/me/certificates/grants/${encodeURIComponent(id)}`);
  redirect(localePath(await getLocale(), problem ? `/me/certificates/grants/${encodeURIComponent(id)}?refused=${encodeURIComponent(problem.code)}` : "/me/certificates/grants?did=revoked"));
}

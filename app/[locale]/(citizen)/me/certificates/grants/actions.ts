"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { GiveStanding } from "@/domain/certificates/schema/uses";
import { typedIn, type Typed } from "./give";

export type GiveState = { problem?: Refusal; wrong?: readonly string[]; typed?: Typed };

/** Gives a standing permission, or tells what is wrong with everything typed kept. */
export async function give(_: GiveState, form: FormData): Promise<GiveState> {
  const typed = typedIn(form);
  const input = GiveStanding.safeParse({ ...typed, days: Number(typed.days), agreed: form.get("agreed") === "yes" });
  if (!input.success) return { typed, wrong: input.error.issues.map(({ path }) => String(path[0])) };
  const problem = await refusalOf((await apiFor(form)).certificates.giveStanding(input.data));
  await detour(problem, form, "/me/certificates/grants/new/terms");
  if (problem) return { typed, problem };
  return redirect(localePath(await getLocale(), "/me/certificates/grants?did=given"));
}

/** Takes a permission back. */
export async function revoke(form: FormData): Promise<void> {
  const id = String(form.get("id") ?? "");
  const problem = await refusalOf((await apiFor(form)).certificates.revokeGrant({ id }));
  await detour(problem, form, `/me/certificates/grants/${encodeURIComponent(id)}`);
  redirect(localePath(await getLocale(), problem ? `/me/certificates/grants/${encodeURIComponent(id)}?refused=${encodeURIComponent(problem.code)}` : "/me/certificates/grants?did=revoked"));
}

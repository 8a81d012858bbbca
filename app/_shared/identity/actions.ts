"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { safeReturnPath } from "@/domain/identity/rules";
import { actForHere, signOutHere } from "@/server/auth/web";

/** Ends the session and shows the home page. */
export async function signOut(): Promise<void> {
  await signOutHere();
  redirect(localePath(await getLocale(), "/"));
}

/** Ends the session and offers sign-in, for another account and back to the page that this one may not open. */
export async function switchAccount(form: FormData): Promise<void> {
  await signOutHere();
  redirect(localePath(await getLocale(), `/sign-in?${new URLSearchParams({ next: safeReturnPath(String(form.get("returnTo") ?? "")) })}`));
}

/** Acts under the chosen delegation, or for oneself when none is chosen, and returns to the page. */
export async function choosePrincipal(form: FormData): Promise<void> {
  const chosen = String(form.get("delegation") ?? "");
  await actForHere(chosen || null);
  redirect(safeReturnPath(String(form.get("returnTo") ?? "")));
}

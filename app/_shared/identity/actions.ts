"use server";

import { redirect } from "next/navigation";
import { safeReturnPath } from "@/domain/identity/rules";
import { actForHere } from "@/server/auth/web";

/** Acts under the chosen delegation, or for oneself when none is chosen, and returns to the page. */
export async function choosePrincipal(form: FormData): Promise<void> {
  const chosen = String(form.get("delegation") ?? "");
  await actForHere(chosen || null);
  redirect(safeReturnPath(String(form.get("returnTo") ?? "")));
}

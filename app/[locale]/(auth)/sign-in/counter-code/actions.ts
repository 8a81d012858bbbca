"use server";

import { redirect } from "next/navigation";
import { attempt, here, textOf, type FormState } from "@/app/_shared/identity/attempt";
import { redeemRecoveryHere } from "@/server/auth/here/levels";

/** Signs in by the code from the counter and shows where to set new ways of signing in. */
export async function submitCounterCode(_: FormState, form: FormData): Promise<FormState> {
  const code = textOf(form, "code").trim();
  if (!code) return { missing: true };
  const outcome = await attempt(() => redeemRecoveryHere(code));
  if ("problem" in outcome) return { problem: outcome.problem, typed: code };
  redirect(await here("/me/security"));
}

"use server";

import { redirect } from "next/navigation";
import { attempt, here, hereWith, textOf, type FormState, type Problem } from "@/app/_shared/identity/attempt";
import { safeReturnPath } from "@/domain/identity/rules";
import { beginPasskeyEnrolmentHere, finishPasskeyEnrolmentHere, finishTotpEnrolmentHere, proveHeldTotpHere } from "@/server/auth/here/enrolment";
import { signOutHere } from "@/server/auth/web";

/** What the browser needs to make a passkey. */
export async function makePasskey() {
  return attempt(beginPasskeyEnrolmentHere);
}

/** Adds the passkey that was made, and signs in by it. */
export async function addPasskey(made: { response: unknown; name: string }, next: string): Promise<{ problem: Problem }> {
  const outcome = await attempt(() => finishPasskeyEnrolmentHere(made));
  if ("problem" in outcome) return outcome;
  redirect(safeReturnPath(next, await here(outcome.value)));
}

/** Enrols the authenticator that shows this code, and signs in by it. */
export async function addTotp(_: FormState, form: FormData): Promise<FormState> {
  const code = textOf(form, "code");
  if (!code.trim()) return { missing: true };
  const outcome = await attempt(() => finishTotpEnrolmentHere(code));
  if ("problem" in outcome) return { problem: outcome.problem, typed: code };
  redirect(safeReturnPath(textOf(form, "next"), await here(outcome.value)));
}

/** Proves the authenticator held so far, and goes on to the passkey. */
export async function proveHeld(_: FormState, form: FormData): Promise<FormState> {
  const code = textOf(form, "code");
  if (!code.trim()) return { missing: true };
  const outcome = await attempt(() => proveHeldTotpHere(code));
  if ("problem" in outcome) return { problem: outcome.problem, typed: code };
  redirect(await hereWith("/sign-in/enrol", textOf(form, "next")));
}

/** Leaves a session that lacks the factor, to sign in anew with it. */
export async function signInAgain(form: FormData): Promise<void> {
  await signOutHere();
  redirect(await hereWith("/sign-in", textOf(form, "next")));
}

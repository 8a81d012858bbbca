"use server";

import { redirect } from "next/navigation";
import { attempt, placeAfter, type Problem } from "@/app/_shared/identity/attempt";
import { askPasskeyHere, askSecondPasskeyHere, confirmByPasskeyHere, signInByPasskeyHere } from "@/server/auth/here/passkeys";

type Refused = { problem: Problem };

/** What the browser shows to ask for any passkey of this site. */
export async function askPasskey() {
  return attempt(askPasskeyHere);
}

/** Signs in by the passkey that answered. */
export async function signInByPasskey(response: unknown, next: string): Promise<Refused> {
  const outcome = await attempt(() => signInByPasskeyHere(response));
  if ("problem" in outcome) return outcome;
  redirect(await placeAfter(outcome.value, next));
}

/** The same for a sign-in that waits for its second factor. */
export async function askSecondPasskey() {
  return attempt(askSecondPasskeyHere);
}

/** Finishes the waiting sign-in. */
export async function confirmByPasskey(response: unknown, next: string): Promise<Refused> {
  const outcome = await attempt(() => confirmByPasskeyHere(response));
  if ("problem" in outcome) return outcome;
  redirect(await placeAfter(outcome.value, next));
}

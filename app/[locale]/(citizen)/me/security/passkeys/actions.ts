"use server";

import { redirect } from "next/navigation";
import { attempt, here, type Problem } from "@/app/_shared/identity/attempt";
import { addPasskeyHere, makePasskeyHere } from "@/server/auth/here/own-passkeys";

/** What the browser needs to make a passkey for whoever is signed in. */
export async function makePasskey() {
  return attempt(makePasskeyHere);
}

/** Adds the passkey and shows it in the list. */
export async function addPasskey(made: { response: unknown; name: string }): Promise<{ problem: Problem }> {
  const outcome = await attempt(() => addPasskeyHere(made));
  if ("problem" in outcome) return outcome;
  redirect(await here("/me/security/passkeys?did=added"));
}

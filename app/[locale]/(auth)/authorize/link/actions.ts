"use server";

import { redirect } from "next/navigation";
import { attempt, here, placeAfter, type Problem } from "@/app/_shared/identity/attempt";
import { safeReturnPath } from "@/domain/identity/rules";
import { createFromExternalHere, linkExternalHere } from "@/server/auth/here/external";

export type LinkState = { problem?: Problem };

/** Links the provider's identity to the account signed in here, by way of a fresh proof where one is due. */
export async function link(): Promise<LinkState> {
  const outcome = await attempt(linkExternalHere);
  if ("value" in outcome) redirect(safeReturnPath(outcome.value.next, await here("/me")));
  if (outcome.problem.code === "identity.proofNeeded") redirect(await here(`/sign-in/confirm?${new URLSearchParams({ next: await here("/authorize/link") })}`));
  return outcome;
}

/** Makes an account of the provider's identity and signs in. */
export async function create(): Promise<LinkState> {
  const outcome = await attempt(createFromExternalHere);
  if ("problem" in outcome) return outcome;
  redirect(await placeAfter(outcome.value.arrival, outcome.value.next));
}

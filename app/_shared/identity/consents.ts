"use server";

import { redirect } from "next/navigation";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { here, textOf } from "./attempt";
import { detour } from "./kept";

/** Takes a consent back; one that is gone already is as wanted. */
export async function revokeConsent(form: FormData): Promise<void> {
  const refusal = await refusalOf((await apiFor(form)).identity.revokeConsent({ clientId: textOf(form, "clientId") }));
  await detour(refusal, form, "/me/security");
  redirect(await here("/me/security"));
}

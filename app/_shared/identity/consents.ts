"use server";

import { redirect } from "next/navigation";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { here, textOf } from "./attempt";

/** Takes a consent back; one that is gone already is as wanted. */
export async function revokeConsent(form: FormData): Promise<void> {
  await refusalOf((await apiFor(form)).identity.revokeConsent({ clientId: textOf(form, "clientId") }));
  redirect(await here("/me/security"));
}

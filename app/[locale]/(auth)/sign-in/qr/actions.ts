"use server";

import { redirect } from "next/navigation";
import { attempt, hereWith, placeAfter, textOf, type FormState } from "@/app/_shared/identity/attempt";
import { qrStateHere, redeemQrHere, startQrHere } from "@/server/auth/here/qr";

/** Shows a new QR code in this browser. */
export async function showQr(_: FormState, form: FormData): Promise<FormState> {
  const outcome = await attempt(startQrHere);
  if ("problem" in outcome) return { problem: outcome.problem };
  redirect(await hereWith("/sign-in?way=qr", textOf(form, "next")));
}

/** What the phone has answered so far. */
export async function lookAtQr() {
  return (await qrStateHere()) ?? "expired";
}

/** Signs in, once the phone has confirmed. */
export async function finishQr(_: FormState, form: FormData): Promise<FormState> {
  const outcome = await attempt(redeemQrHere);
  if ("problem" in outcome) return { problem: outcome.problem };
  redirect(await placeAfter(outcome.value, textOf(form, "next")));
}

"use server";

import { redirect } from "next/navigation";
import { attempt, here, type Problem } from "@/app/_shared/identity/attempt";
import { safeReturnPath } from "@/domain/identity/rules";
import { askOwnPasskeyHere, proveByPasskeyHere, proveHere, sendConfirmingCodeHere } from "@/server/auth/here/confirm";

export type ConfirmState = { problem?: Problem };

const text = (form: FormData, name: string) => String(form.get(name) ?? "");
const back = async (next: string) => safeReturnPath(next, await here("/me/security"));

/** Proves it once more and goes back to where the proof was asked for. */
export async function submitProof(_: ConfirmState, form: FormData): Promise<ConfirmState> {
  const by = text(form, "by");
  const [code, password] = [text(form, "code").trim(), text(form, "password")];
  if (by === "password" ? !password : !code) return { problem: { code: by === "password" ? "identity.passwordMissing" : "identity.codeMissing", params: {} } };
  const outcome = await attempt(() => proveHere(by === "password" ? { factor: by, password: password.slice(0, 200) } : { factor: by === "totp" ? by : "phoneCode", code: code.slice(0, 40) }));
  if ("problem" in outcome) return outcome;
  redirect(await back(text(form, "next")));
}

/** Sends a code to one's own phone and shows where to type it. */
export async function sendProofCode(_: ConfirmState, form: FormData): Promise<ConfirmState> {
  const outcome = await attempt(sendConfirmingCodeHere);
  if ("problem" in outcome) return outcome;
  redirect(await here(`/sign-in/confirm?${new URLSearchParams({ next: text(form, "next"), by: "phoneCode" })}`));
}

/** What the browser shows to ask for one of one's own passkeys. */
export async function askOwnPasskey() {
  return attempt(askOwnPasskeyHere);
}

/** Proves it by the passkey that answered. */
export async function proveByPasskey(response: unknown, next: string): Promise<{ problem: Problem }> {
  const outcome = await attempt(() => proveByPasskeyHere(response));
  if ("problem" in outcome) return outcome;
  redirect(await back(next));
}

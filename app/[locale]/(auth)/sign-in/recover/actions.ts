"use server";

import { redirect } from "next/navigation";
import { attempt, here, placeAfter, textOf, type FormState, type Problem } from "@/app/_shared/identity/attempt";
import { phoneChannels } from "@/domain/identity/rules/codes";
import { awaitedCodeHere, sendCodeHere } from "@/server/auth/here/codes";
import { finishRecoveryHere, recoverByCodeHere, recoverByPasskeyHere } from "@/server/auth/here/recovery";

/** Sends a code to recover with; what follows looks the same for every number. */
export async function askRecoveryCode(_: FormState, form: FormData): Promise<FormState> {
  const phone = textOf(form, "phone");
  if (!phone.trim()) return { missing: true };
  const outcome = await attempt(() => sendCodeHere({ purpose: "recover", phone }));
  if ("problem" in outcome) return { problem: outcome.problem, typed: phone };
  redirect(await here("/sign-in/recover/code"));
}

/** Sends another to the same number. */
export async function askRecoveryCodeAgain(_: FormState, form: FormData): Promise<FormState> {
  const awaited = await awaitedCodeHere("recover");
  if (!awaited) return { problem: { code: "identity.oneTimeCodeExpired", params: {} } };
  const channel = phoneChannels.find((known) => known === textOf(form, "channel")) ?? "text";
  const outcome = await attempt(() => sendCodeHere({ purpose: "recover", phone: awaited.to, channel }));
  if ("problem" in outcome) return { problem: outcome.problem };
  redirect(await here("/sign-in/recover/code?sent=again"));
}

/** Goes on from the code. */
export async function submitRecoveryCode(_: FormState, form: FormData): Promise<FormState> {
  const code = textOf(form, "code");
  if (!code.trim()) return { missing: true };
  const outcome = await attempt(() => recoverByCodeHere(code));
  if ("problem" in outcome) return { problem: outcome.problem, typed: code };
  redirect(await here("/sign-in/recover/password"));
}

/** Goes on from a passkey. */
export async function recoverByPasskey(response: unknown): Promise<{ problem: Problem }> {
  const outcome = await attempt(() => recoverByPasskeyHere(response));
  if ("problem" in outcome) return outcome;
  redirect(await here("/sign-in/recover/password"));
}

export type NewPasswordState = { problem?: Problem; empty?: ("citizenId" | "password")[]; citizenId?: string };

/** Sets the new password and signs in. */
export async function submitNewPassword(_: NewPasswordState, form: FormData): Promise<NewPasswordState> {
  const [citizenId, password] = [textOf(form, "citizenId"), textOf(form, "password")];
  const empty = (["citizenId", "password"] as const).filter((name) => form.has(name) && textOf(form, name) === "");
  if (empty.length > 0) return { empty, citizenId };
  const outcome = await attempt(() => finishRecoveryHere({ citizenId, password }));
  if ("problem" in outcome) return { problem: outcome.problem, citizenId };
  redirect(await placeAfter(outcome.value, ""));
}

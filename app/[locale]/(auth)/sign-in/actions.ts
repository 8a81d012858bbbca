"use server";

import { redirect } from "next/navigation";
import { attempt, here, hereWith, placeAfter, textOf, type FormState, type Problem } from "@/app/_shared/identity/attempt";
import { safeReturnPath } from "@/domain/identity/rules";
import { phoneChannels } from "@/domain/identity/rules/codes";
import { SecondFactor, SignIn } from "@/domain/identity/schema";
import { awaitedCodeHere, sendCodeHere, signInByCodeHere } from "@/server/auth/here/codes";
import { confirmHere, signInHere } from "@/server/auth/web";

export type SignInState = { problem?: Problem; empty?: ("identifier" | "password")[]; identifier?: string };

/** Checks name and password; on success returns to where the person came from, or asks for the second factor. */
export async function submitSignIn(_: SignInState, form: FormData): Promise<SignInState> {
  const identifier = textOf(form, "identifier");
  const empty = (["identifier", "password"] as const).filter((name) => textOf(form, name).trim() === "");
  const input = SignIn.safeParse({ identifier, password: textOf(form, "password") });
  if (empty.length > 0) return { empty, identifier };
  if (!input.success) return { problem: { code: "identity.wrongCredentials", params: {} }, identifier };
  const outcome = await attempt(() => signInHere(input.data));
  if ("problem" in outcome) return { problem: outcome.problem, identifier };
  redirect(await placeAfter(outcome.value, textOf(form, "next")));
}

/** Checks the second factor. */
export async function submitCode(_: FormState, form: FormData): Promise<FormState> {
  const input = SecondFactor.safeParse({ code: textOf(form, "code") });
  if (!input.success) return { problem: { code: textOf(form, "code").trim() ? "identity.wrongCode" : "identity.codeMissing", params: {} } };
  const outcome = await attempt(() => confirmHere(input.data));
  if ("problem" in outcome) return { problem: outcome.problem };
  redirect(safeReturnPath(textOf(form, "next"), await here(outcome.value)));
}

/** Sends a code to sign in or up with; what follows looks the same for every number. */
export async function askCode(_: FormState, form: FormData): Promise<FormState> {
  const phone = textOf(form, "phone");
  if (!phone.trim()) return { missing: true };
  const outcome = await attempt(() => sendCodeHere({ purpose: "signIn", phone }));
  if ("problem" in outcome) return { problem: outcome.problem, typed: phone };
  redirect(await hereWith("/sign-in/code", textOf(form, "next")));
}

/** Sends another code to the same number, as a message or by a call. */
export async function askCodeAgain(_: FormState, form: FormData): Promise<FormState> {
  const awaited = await awaitedCodeHere("signIn");
  if (!awaited) return { problem: { code: "identity.oneTimeCodeExpired", params: {} } };
  const channel = phoneChannels.find((known) => known === textOf(form, "channel")) ?? "text";
  const outcome = await attempt(() => sendCodeHere({ purpose: "signIn", phone: awaited.to, channel }));
  if ("problem" in outcome) return { problem: outcome.problem };
  redirect(await hereWith("/sign-in/code?sent=again", textOf(form, "next")));
}

/** Signs in, or up, by the code. */
export async function submitOneTimeCode(_: FormState, form: FormData): Promise<FormState> {
  const code = textOf(form, "code");
  if (!code.trim()) return { missing: true };
  const outcome = await attempt(() => signInByCodeHere(code));
  if ("problem" in outcome) return { problem: outcome.problem, typed: code };
  const next = textOf(form, "next");
  redirect(outcome.value.created ? await hereWith("/sign-in/welcome", next) : await placeAfter(outcome.value, next));
}

"use server";

import { redirect } from "next/navigation";
import { attempt, here, textOf, type Problem } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { changeEmailHere, mailOffered } from "@/server/auth/here/email";
import { changePhoneHere } from "@/server/auth/here/phone";
import { sendCodeHere } from "@/server/auth/here/codes";
import type { Done } from "./done";

export type SecurityState = { refusal?: Refusal };

const finish = async (done: Done) => redirect(await here(`/me/security?did=${done}`));

/** Ends the sign-in of one other device. */
export async function endSession(form: FormData): Promise<void> {
  const refusal = await refusalOf((await apiFor(form)).identity.endSession({ id: textOf(form, "id") }));
  await detour(refusal, form, "/me/security");
  await finish(refusal ? "gone" : "ended");
}

/** Ends the sign-ins of all other devices. */
export async function endOtherSessions(form: FormData): Promise<void> {
  const refusal = await refusalOf((await apiFor(form)).identity.endOtherSessions());
  await detour(refusal, form, "/me/security");
  await finish("othersEnded");
}

/** Keeps a new password. */
export async function setPassword(_: SecurityState, form: FormData): Promise<SecurityState> {
  const password = textOf(form, "password");
  if (!password) return { refusal: { code: "identity.passwordMissing", params: {} } };
  const refusal = await refusalOf((await apiFor(form)).identity.setPassword({ password: password.slice(0, 300) }));
  await detour(refusal, form, "/me/security/password");
  return refusal ? toState(refusal) : finish("password");
}

const toState = (problem: Problem | Refusal): SecurityState => ({ refusal: problem });

/** Sends a code to the new phone and shows where to type it. */
export async function sendPhoneCode(_: SecurityState, form: FormData): Promise<SecurityState> {
  const outcome = await attempt(() => sendCodeHere({ purpose: "changePhone", phone: textOf(form, "phone") }));
  if ("problem" in outcome) return toState(outcome.problem);
  redirect(await here("/me/security/phone?sent=1"));
}

/** Changes the phone to the one whose code this is. */
export async function changePhone(_: SecurityState, form: FormData): Promise<SecurityState> {
  const outcome = await attempt(() => changePhoneHere(textOf(form, "code")));
  if ("problem" in outcome) {
    await detour(outcome.problem, form, "/me/security/phone");
    return toState(outcome.problem);
  }
  return finish("phone");
}

/** Sends a code to the e-mail address and shows where to type it. */
export async function sendEmailCode(_: SecurityState, form: FormData): Promise<SecurityState> {
  if (!mailOffered()) return { refusal: { code: "identity.mailUnavailable", params: {} } };
  const outcome = await attempt(() => sendCodeHere({ purpose: "changeEmail", email: textOf(form, "email") }));
  if ("problem" in outcome) return toState(outcome.problem);
  redirect(await here("/me/security/email?sent=1"));
}

/** Keeps the e-mail address whose code this is. */
export async function changeEmail(_: SecurityState, form: FormData): Promise<SecurityState> {
  const outcome = await attempt(() => changeEmailHere(textOf(form, "code")));
  if ("problem" in outcome) {
    await detour(outcome.problem, form, "/me/security/email");
    return toState(outcome.problem);
  }
  return finish("email");
}

/** Removes the e-mail address. */
export async function removeEmail(_: SecurityState, form: FormData): Promise<SecurityState> {
  const refusal = await refusalOf((await apiFor(form)).identity.removeEmail());
  await detour(refusal, form, "/me/security/email");
  return refusal ? toState(refusal) : finish("emailRemoved");
}

/** Turns on the authenticator whose code this is. */
export async function confirmTotp(_: SecurityState, form: FormData): Promise<SecurityState> {
  const code = textOf(form, "code").trim();
  if (code.length < 6 || code.length > 12) return { refusal: { code: code ? "identity.wrongCode" : "identity.codeMissing", params: {} } };
  const refusal = await refusalOf((await apiFor(form)).identity.confirmTotp({ code }));
  await detour(refusal, form, "/me/security/authenticator");
  return refusal ? toState(refusal) : finish("authenticator");
}

/** Removes the authenticator. */
export async function removeTotp(_: SecurityState, form: FormData): Promise<SecurityState> {
  const refusal = await refusalOf((await apiFor(form)).identity.removeTotp());
  await detour(refusal, form, "/me/security/authenticator");
  return refusal ? toState(refusal) : finish("authenticatorRemoved");
}

/** Gives a passkey another name. */
export async function renamePasskey(_: SecurityState, form: FormData): Promise<SecurityState> {
  const refusal = await refusalOf((await apiFor(form)).identity.renamePasskey({ id: textOf(form, "id"), name: textOf(form, "name").slice(0, 40) }));
  await detour(refusal, form, "/me/security/passkeys");
  return refusal ? toState(refusal) : redirect(await here("/me/security/passkeys?did=renamed"));
}

/** Removes a passkey. */
export async function removePasskey(_: SecurityState, form: FormData): Promise<SecurityState> {
  const refusal = await refusalOf((await apiFor(form)).identity.removePasskey({ id: textOf(form, "id") }));
  await detour(refusal, form, "/me/security/passkeys");
  return refusal ? toState(refusal) : redirect(await here("/me/security/passkeys?did=removed"));
}

/** Unlinks an account elsewhere. */
export async function unlinkExternal(_: SecurityState, form: FormData): Promise<SecurityState> {
  const refusal = await refusalOf((await apiFor(form)).identity.unlinkExternal({ id: textOf(form, "id") }));
  await detour(refusal, form, "/me/security/providers");
  return refusal ? toState(refusal) : redirect(await here("/me/security/providers?did=unlinked"));
}

"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { isDomainError, type ErrorParams } from "@/domain/core/errors";
import { safeReturnPath } from "@/domain/identity/rules";
import { proveHere, sendConfirmingCodeHere } from "@/server/auth/here/confirm";

export type ConfirmState = { problem?: { code: string; params: ErrorParams } };

const text = (form: FormData, name: string) => String(form.get(name) ?? "");
const here = async (path: string) => localePath(await getLocale(), path);

/** Proves it once more and goes back to where the proof was asked for. */
export async function submitProof(_: ConfirmState, form: FormData): Promise<ConfirmState> {
  const by = text(form, "by");
  const [code, password] = [text(form, "code").trim(), text(form, "password")];
  if (by === "password" ? !password : !code) return { problem: { code: by === "password" ? "identity.passwordMissing" : "identity.codeMissing", params: {} } };
  const problem = await problemOf(() => proveHere(by === "password" ? { factor: by, password: password.slice(0, 200) } : { factor: by === "totp" ? "totp" : "phoneCode", code: code.slice(0, 40) }));
  if (problem) return { problem };
  redirect(safeReturnPath(text(form, "next"), await here("/me")));
}

/** Sends a code to one's own phone and shows where to type it. */
export async function sendProofCode(_: ConfirmState, form: FormData): Promise<ConfirmState> {
  const problem = await problemOf(sendConfirmingCodeHere);
  if (problem) return { problem };
  redirect(await here(`/sign-in/confirm?${new URLSearchParams({ next: text(form, "next"), by: "phoneCode" })}`));
}

async function problemOf(work: () => Promise<void>): Promise<ConfirmState["problem"]> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (isDomainError(error)) return { code: error.code, params: error.params };
    throw error;
  }
}

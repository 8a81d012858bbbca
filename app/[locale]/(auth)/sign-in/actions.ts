"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { isDomainError, type ErrorParams } from "@/domain/core/errors";
import { safeReturnPath } from "@/domain/identity/rules";
import { SecondFactor, SignIn } from "@/domain/identity/schema";
import { confirmHere, signInHere } from "@/server/auth/web";

export type SignInState = { problem?: { code: string; params: ErrorParams }; empty?: ("identifier" | "password")[]; identifier?: string };

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

/** Checks name and password; on success returns to where the person came from, or asks for the second factor. */
export async function submitSignIn(_: SignInState, form: FormData): Promise<SignInState> {
  const identifier = text(form, "identifier");
  const empty = (["identifier", "password"] as const).filter((name) => text(form, name).trim() === "");
  const input = SignIn.safeParse({ identifier, password: text(form, "password") });
  if (empty.length > 0) return { empty, identifier };
  if (!input.success) return { problem: { code: "identity.wrongCredentials", params: {} }, identifier };
  const outcome = await attempt(() => signInHere(input.data));
  if ("problem" in outcome) return { problem: outcome.problem, identifier };
  const next = text(form, "next");
  if (outcome.value.next === "secondFactor") redirect(await here(`/sign-in/verify${next ? `?next=${encodeURIComponent(next)}` : ""}`));
  redirect(safeReturnPath(next, await here(outcome.value.home)));
}

/** Checks the second factor. */
export async function submitCode(_: SignInState, form: FormData): Promise<SignInState> {
  const input = SecondFactor.safeParse({ code: text(form, "code") });
  if (!input.success) return { problem: { code: text(form, "code").trim() ? "identity.wrongCode" : "identity.codeMissing", params: {} } };
  const outcome = await attempt(() => confirmHere(input.data));
  if ("problem" in outcome) return { problem: outcome.problem };
  redirect(safeReturnPath(text(form, "next"), await here(outcome.value)));
}

const here = async (path: string) => localePath(await getLocale(), path);

async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { problem: { code: string; params: ErrorParams } }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (isDomainError(error)) return { problem: { code: error.code, params: error.params } };
    throw error;
  }
}

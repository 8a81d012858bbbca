"use server";

import { redirect } from "next/navigation";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { safeReturnPath } from "@/domain/identity/rules";

/** Claims or releases a case and returns to where the button stood, with the outcome in the address. */
async function hold(verb: "claim" | "release", form: FormData): Promise<never> {
  const calls = (await apiFor(form)).applications;
  const step = form.get("step");
  const refusal = await refusalOf(calls[verb]({ id: String(form.get("id")), ...(typeof step === "string" ? { step } : {}) }));
  const back = new URL(safeReturnPath(String(form.get("returnTo")), "/desk"), "http://here");
  await detour(refusal, form, `${back.pathname.replace(/^\/en(?=\/)/, "")}${back.search}`);
  back.searchParams.delete("did");
  back.searchParams.set("held", refusal ? refusal.code : verb);
  back.searchParams.set("case", String(form.get("number")));
  redirect(`${back.pathname}${back.search}`);
}

export async function claim(form: FormData): Promise<void> {
  await hold("claim", form);
}

export async function release(form: FormData): Promise<void> {
  await hold("release", form);
}

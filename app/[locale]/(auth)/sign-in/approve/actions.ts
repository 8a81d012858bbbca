"use server";

import { redirect } from "next/navigation";
import { attempt, here, hereWith, textOf, type FormState } from "@/app/_shared/identity/attempt";
import { decideQrHere } from "@/server/auth/here/qr";

/** Lets the other device in, or not; a proof too old is asked for anew first. */
export async function decide(_: FormState, form: FormData): Promise<FormState> {
  const [approval, approve] = [textOf(form, "approval"), textOf(form, "decision") === "approve"];
  const outcome = await attempt(() => decideQrHere(approval, approve));
  if (!("problem" in outcome)) redirect(await here(`/sign-in/approve?result=${approve ? "approved" : "refused"}`));
  const back = `/sign-in/approve/${encodeURIComponent(approval)}`;
  if (outcome.problem.code === "identity.proofNeeded") redirect(await hereWith("/sign-in/confirm", await here(back)));
  if (outcome.problem.code === "access.signIn") redirect(await hereWith("/sign-in", await here(back)));
  return { problem: outcome.problem };
}

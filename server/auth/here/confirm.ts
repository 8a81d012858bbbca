import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { findAwaitedCode } from "../codes";
import { listConfirmingFactors, proveAgain, sendConfirmingCode, type ConfirmingFactor, type Proof } from "../confirm";
import { client, context, forget, keep, kept } from "../web";

const halfDay = 12 * 60 * 60;

async function signed(): Promise<Ctx & { actor: User }> {
  const ctx = await context();
  if (ctx.actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
  return { ...ctx, actor: ctx.actor };
}

/** The ways in which whoever is signed in here can prove themselves again, and where a code went that is awaited. */
export async function confirmingHere(): Promise<{ factors: ConfirmingFactor[]; codeSentTo: string | undefined }> {
  const ctx = await signed();
  const awaited = await findAwaitedCode(ctx, await kept("code"), "confirm");
  return { factors: await listConfirmingFactors(ctx), codeSentTo: awaited?.phoneMasked };
}

/** Sends a code to the phone of whoever is signed in here. Errors as `sendConfirmingCode`. */
export async function sendConfirmingCodeHere(): Promise<void> {
  await keep("code", await sendConfirmingCode(await signed()), 3600);
}

/** Proves it once more: the session goes on under a new id. Errors as `proveAgain`. */
export async function proveHere(proof: Exclude<Proof, { factor: "phoneCode" }> | { factor: "phoneCode"; code: string }): Promise<void> {
  const codeToken = await kept("code");
  const token = await proveAgain(await signed(), proof.factor === "phoneCode" ? { ...proof, codeToken } : proof, await client());
  if (proof.factor === "phoneCode") await forget("code");
  await keep("session", token, halfDay);
}

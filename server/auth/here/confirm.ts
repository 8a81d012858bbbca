import { findAwaitedCode } from "../codes";
import { confirmProof, listConfirmingFactors, proveAgain, sendConfirmingCode, type ConfirmingFactor, type Proof } from "../confirm";
import { beginAuthentication, finishAuthentication } from "../passkeys";
import { client, forget, keep, kept } from "../web";
import { signedHere } from "./signed";

const halfDay = 12 * 60 * 60;

/** The ways in which whoever is signed in here can prove themselves again, and where a code went that is awaited. */
export async function confirmingHere(): Promise<{ factors: ConfirmingFactor[]; codeSentTo: string | undefined }> {
  const ctx = await signedHere();
  const awaited = await findAwaitedCode(ctx, await kept("code"), "confirm");
  return { factors: await listConfirmingFactors(ctx), codeSentTo: awaited?.toMasked };
}

/** Sends a code to the phone of whoever is signed in here. Errors as `sendConfirmingCode`. */
export async function sendConfirmingCodeHere(): Promise<void> {
  await keep("code", await sendConfirmingCode(await signedHere()), 3600);
}

/** Proves it once more: the session goes on under a new id. Errors as `proveAgain`. */
export async function proveHere(proof: Exclude<Proof, { factor: "phoneCode" }> | { factor: "phoneCode"; code: string }): Promise<void> {
  const codeToken = await kept("code");
  const token = await proveAgain(await signedHere(), proof.factor === "phoneCode" ? { ...proof, codeToken } : proof, await client());
  if (proof.factor === "phoneCode") await forget("code");
  await keep("session", token, halfDay);
}

/** Asks for a passkey of whoever is signed in here. Errors as `beginAuthentication`. */
export async function askOwnPasskeyHere() {
  const ctx = await signedHere();
  const { options, token } = await beginAuthentication(ctx, ctx.actor.id);
  await keep("passkey", token, 300);
  return options;
}

/** Proves it by the passkey that answered. Errors as `finishAuthentication`. */
export async function proveByPasskeyHere(response: unknown): Promise<void> {
  const ctx = await signedHere();
  const token = await kept("passkey");
  await forget("passkey");
  await finishAuthentication(ctx, token, response, ctx.actor.id);
  await keep("session", await confirmProof(ctx, "passkey", await client()), halfDay);
}

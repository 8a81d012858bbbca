import { beginRegistration, finishRegistration } from "../passkeys";
import { forget, keep, kept } from "../web";
import { provenHere } from "./signed";

/** Begins to add a passkey to the account signed in here. Errors: `identity.proofNeeded` (forbidden), as `beginRegistration`. */
export async function makePasskeyHere() {
  const ctx = await provenHere();
  const { options, token } = await beginRegistration(ctx, ctx.actor);
  await keep("passkey", token, 300);
  return options;
}

/** Adds the passkey that was made. Errors: `identity.proofNeeded` (forbidden), as `finishRegistration`. */
export async function addPasskeyHere(made: { response: unknown; name: string }): Promise<void> {
  const ctx = await provenHere();
  const token = await kept("passkey");
  await forget("passkey");
  await finishRegistration(ctx, token, ctx.actor.id, made);
}

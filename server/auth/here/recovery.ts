import { finishRecovery, findRecovery, recoverByCode, recoverByPasskey } from "../recovery";
import { arrive, client, context, forget, keep, kept, type Arrival } from "../web";

const tenMinutes = 600;

/** Goes on from the code sent to the phone. Errors as `recoverByCode`. */
export async function recoverByCodeHere(code: string): Promise<void> {
  const token = await recoverByCode(await context(), await kept("code"), code);
  await forget("code");
  await keep("pending", token, tenMinutes);
}

/** Goes on from a passkey. Errors as `recoverByPasskey`. */
export async function recoverByPasskeyHere(response: unknown): Promise<void> {
  const challenge = await kept("passkey");
  await forget("passkey");
  await keep("pending", await recoverByPasskey(await context(), challenge, response), tenMinutes);
}

/** What the recovery of this browser still asks for. */
export async function recoveryHere(): Promise<{ asksCitizenId: boolean } | undefined> {
  return findRecovery(await context(), await kept("pending"));
}

/** Sets the new password and signs in. Errors as `finishRecovery`. */
export async function finishRecoveryHere(input: { citizenId: string; password: string }): Promise<Arrival> {
  return arrive(await finishRecovery(await context(), await kept("pending"), input, await client()));
}

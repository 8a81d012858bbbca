import { beginAuthentication, confirmByPasskey, signInByPasskey } from "../passkeys";
import { getPending } from "../second-factor";
import { arrive, client, context, forget, keep, kept, type Arrival } from "../web";

const fiveMinutes = 300;

async function take(): Promise<string | undefined> {
  const token = await kept("passkey");
  await forget("passkey");
  return token;
}

/** Asks for any passkey of this site. Errors as `beginAuthentication`. */
export async function askPasskeyHere() {
  const { options, token } = await beginAuthentication(await context());
  await keep("passkey", token, fiveMinutes);
  return options;
}

/** Signs in by the passkey that answered. Errors as `signInByPasskey`. */
export async function signInByPasskeyHere(response: unknown): Promise<Arrival> {
  return arrive(await signInByPasskey(await context(), await take(), response, await client()));
}

/** Asks for a passkey of whoever waits for their second factor here. Errors: `identity.signInExpired` (unauthenticated). */
export async function askSecondPasskeyHere() {
  const ctx = await context();
  const { account } = await getPending(ctx, await kept("pending"));
  const { options, token } = await beginAuthentication(ctx, account.id);
  await keep("passkey", token, fiveMinutes);
  return options;
}

/** Finishes the waiting sign-in. Errors as `confirmByPasskey`. */
export async function confirmByPasskeyHere(response: unknown): Promise<Arrival> {
  return arrive(await confirmByPasskey(await context(), { pending: await kept("pending"), passkey: await take() }, response, await client()));
}

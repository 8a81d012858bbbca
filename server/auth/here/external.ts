import { answerExternal, beginExternal, createFromExternal, linkExternal, waitingExternal, type WaitingView } from "../external";
import { arrive, client, context, forget, keep, kept, type Arrival } from "../web";
import { signedHere } from "./signed";

const quarterHour = 15 * 60;

/** Binds a sign-in at another provider to this browser and tells where to send it. Errors as `beginExternal`. */
export async function beginExternalHere(key: string, next: string): Promise<string> {
  const { url, token } = await beginExternal(await context(), { key, next });
  await keep("external", token, quarterHour);
  return url;
}

/** Signs in whoever the provider says this is; nothing when nobody here is linked to them. Errors as `answerExternal`. */
export async function answerExternalHere(key: string, query: string): Promise<{ arrival: Arrival; next: string } | undefined> {
  const result = await answerExternal(await context(), await kept("external"), { key, query }, await client());
  if (!result.known) return undefined;
  await forget("external");
  return { arrival: await arrive(result.signedIn), next: result.next };
}

/** Whom a provider says this browser belongs to, while nobody here is linked to them. */
export async function waitingExternalHere(): Promise<WaitingView | undefined> {
  return waitingExternal(await context(), await kept("external"));
}

/** Links them to the account signed in here. Errors as `linkExternal`. */
export async function linkExternalHere(): Promise<{ next: string }> {
  const linked = await linkExternal(await signedHere(), await kept("external"));
  await forget("external");
  return linked;
}

/** Makes an account of them and signs in. Errors as `createFromExternal`. */
export async function createFromExternalHere(): Promise<{ arrival: Arrival; next: string }> {
  const { signedIn, next } = await createFromExternal(await context(), await kept("external"), await client());
  await forget("external");
  return { arrival: await arrive(signedIn), next };
}

import type { Enrolment } from "@/domain/identity/schema/staff";
import {
  beginPasskeyEnrolment, beginTotpEnrolment, enrol, findEnrolment, findFactorEnrolment, finishPasskeyEnrolment, finishTotpEnrolment, proveHeldTotp, type FactorEnrolment,
} from "../enrolment";
import { listSentLinks } from "../enrolment-link";
import { client, context, forget, keep, kept, welcome } from "../web";

/** For whom an enrolment link is. Errors as `findEnrolment`. */
export async function findEnrolmentHere(token: string) {
  return findEnrolment(await context(), token);
}

/** Uses an enrolment link; this browser then waits for the second factor. Errors as `enrol`. */
export async function enrolHere(token: string, input: Enrolment): Promise<void> {
  await keep("pending", await enrol(await context(), token, input), 600);
}

/** What the sign-in that waits in this browser has to set up. */
export async function factorEnrolmentHere(): Promise<FactorEnrolment | undefined> {
  return findFactorEnrolment(await context(), await kept("pending"));
}

/** Errors as `proveHeldTotp`. */
export async function proveHeldTotpHere(code: string): Promise<void> {
  await proveHeldTotp(await context(), await kept("pending"), code);
}

/** Errors as `beginTotpEnrolment`. */
export async function beginTotpEnrolmentHere() {
  return beginTotpEnrolment(await context(), await kept("pending"));
}

/** Enrols the authenticator and tells where its owner lands. Errors as `finishTotpEnrolment`. */
export async function finishTotpEnrolmentHere(code: string): Promise<string> {
  const { token } = await finishTotpEnrolment(await context(), await kept("pending"), code, await client());
  return welcome(token);
}

/** Errors as `beginPasskeyEnrolment`. */
export async function beginPasskeyEnrolmentHere() {
  const { options, token } = await beginPasskeyEnrolment(await context(), await kept("pending"));
  await keep("passkey", token, 300);
  return options;
}

/** Adds the passkey and tells where its owner lands. Errors as `finishPasskeyEnrolment`. */
export async function finishPasskeyEnrolmentHere(made: { response: unknown; name: string }): Promise<string> {
  const tokens = { pending: await kept("pending"), passkey: await kept("passkey") };
  await forget("passkey");
  const { token } = await finishPasskeyEnrolment(await context(), tokens, made, await client());
  return welcome(token);
}

/** The enrolment links that a demonstration has sent; empty elsewhere. */
export const sentLinksHere = async () => listSentLinks(await context());

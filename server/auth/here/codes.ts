import type { CodePurpose } from "@/domain/identity/rules/codes";
import { canSendCodes, findAwaitedCode, listSentCodes, redeemCode, sendCode, type AwaitedCode, type CodeRequest, type SentCode } from "../codes";
import { signInByCode } from "../sign-in";
import { newToken } from "../tokens";
import { arrive, client, context, forget, keep, kept, type Arrival } from "../web";

const halfYear = 180 * 24 * 3600;

/** Sends a code to a phone or an e-mail address and binds it to this browser. Errors as `sendCode`. */
export async function sendCodeHere(request: CodeRequest): Promise<void> {
  const device = (await kept("device")) ?? newToken();
  await keep("device", device, halfYear);
  await keep("code", await sendCode(await context(), { ...request, device }), 3600);
}

/** Accepts the code that this browser asked for, once; tells the phone it proves. Errors as `redeemCode`. */
export async function redeemCodeHere(purpose: Parameters<typeof redeemCode>[2]["purpose"], code: string): Promise<{ phone: string }> {
  const proven = await redeemCode(await context(), await kept("code"), { purpose, code });
  await forget("code");
  return proven;
}

/** The code that this browser waits for. */
export async function awaitedCodeHere(purpose: CodePurpose): Promise<AwaitedCode | undefined> {
  return findAwaitedCode(await context(), await kept("code"), purpose);
}

/** Signs in, or up, by the code. Errors as `signInByCode`. */
export async function signInByCodeHere(code: string): Promise<Arrival & { created: boolean }> {
  const result = await signInByCode(await context(), await kept("code"), code, await client());
  await forget("code");
  return { ...(await arrive(result)), created: result.created };
}

/** Whether this installation can send codes. */
export const codesOffered = canSendCodes;

/** The codes of a demonstration. */
export async function sentCodesHere(): Promise<SentCode[]> {
  return listSentCodes(await context());
}

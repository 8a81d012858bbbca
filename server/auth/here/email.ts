import { canSendMail } from "../codes";
import { changeEmail } from "../email";
import { forget, kept } from "../web";
import { provenHere } from "./signed";

/** Whether this installation writes letters. */
export const mailOffered = canSendMail;

/** Keeps the e-mail address that this browser's code proves. Errors: `identity.proofNeeded` (forbidden), as `changeEmail`. */
export async function changeEmailHere(code: string): Promise<void> {
  await changeEmail(await provenHere(), await kept("code"), code);
  await forget("code");
}

import { changePhone } from "../phone";
import { forget, kept } from "../web";
import { provenHere } from "./signed";

/** Changes the phone of whoever is signed in here to the one that this browser's code proves. Errors: `identity.proofNeeded` (forbidden), as `changePhone`. */
export async function changePhoneHere(code: string): Promise<void> {
  await changePhone(await provenHere(), await kept("code"), code);
  await forget("code");
}

import { z } from "zod";
import { askSigned, type Endpoint } from "../signed-request";
import type { BankCheckPort } from "./port";

const Answer = z.object({ result: z.enum(["match", "noMatch"]) });

/** `POST compare` with `{ id, name, citizenId, phone, bankCard }`; the answer is `{ result }`. */
export function liveBankCheck(endpoint: Endpoint): BankCheckPort {
  return { compare: async (question) => (await askSigned(endpoint, "compare", question, Answer)).result };
}

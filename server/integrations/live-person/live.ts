import { z } from "zod";
import { askSigned, type Endpoint } from "../signed-request";
import type { LivePersonPort } from "./port";

const Started = z.object({ reference: z.string().min(8).max(200), url: z.url({ protocol: /^https?$/ }) });
const Result = z.object({ result: z.enum(["passed", "failed", "pending"]) });

/** `POST start` with `{ id, name, citizenId, returnUrl }` gives `{ reference, url }`; `POST result` with `{ reference }` gives `{ result }`. */
export function liveLivePerson(endpoint: Endpoint): LivePersonPort {
  return {
    start: (question) => askSigned(endpoint, "start", question, Started),
    result: async (reference) => (await askSigned(endpoint, "result", { reference }, Result)).result,
  };
}

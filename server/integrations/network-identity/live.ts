import { z } from "zod";
import { askSigned, type Endpoint } from "../signed-request";
import type { NetworkIdentityPort } from "./port";

const Started = z.object({ reference: z.string().min(8).max(200), url: z.url({ protocol: /^https?$/ }) });
const Result = z.discriminatedUnion("result", [
  z.object({ result: z.literal("passed"), subject: z.string().min(16).max(200) }),
  z.object({ result: z.enum(["failed", "pending"]) }),
]);

/** `POST start` with `{ id, returnUrl }` gives `{ reference, url }`; `POST result` with `{ reference, person? }` gives `{ result, subject? }`. */
export function liveNetworkIdentity(endpoint: Endpoint): NetworkIdentityPort {
  return {
    start: (question) => askSigned(endpoint, "start", question, Started),
    result: (reference, person) => askSigned(endpoint, "result", { reference, ...(person ? { person } : {}) }, Result),
  };
}

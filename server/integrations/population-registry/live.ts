import { z } from "zod";
import { askSigned, type Endpoint } from "../signed-request";
import type { PopulationRegistryPort } from "./port";

const Answer = z.object({ result: z.enum(["match", "noMatch", "dead"]) });

/** `POST compare` with `{ id, name, citizenId, phone? }`; the answer is `{ result }`. */
export function livePopulationRegistry(endpoint: Endpoint): PopulationRegistryPort {
  return { compare: async (question) => (await askSigned(endpoint, "compare", question, Answer)).result };
}

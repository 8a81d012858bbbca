import { z } from "zod";
import { askSigned, type Endpoint } from "../signed-request";
import type { PopulationRegistryPort } from "./port";

const Answer = z.object({ result: z.enum(["match", "noMatch", "dead"]) });
const Standing = z.object({ result: z.enum(["stands", "ended", "unknown"]) });

/** `POST compare` with `{ id, name, citizenId, phone? }` and `POST guardianship` with `{ id, ward, guardian }`; each answer is `{ result }`. */
export function livePopulationRegistry(endpoint: Endpoint): PopulationRegistryPort {
  return {
    compare: async (question) => (await askSigned(endpoint, "compare", question, Answer)).result,
    guardianship: async (question) => (await askSigned(endpoint, "guardianship", question, Standing)).result,
  };
}

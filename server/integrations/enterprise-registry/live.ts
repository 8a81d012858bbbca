import { z } from "zod";
import { registeredStatuses } from "@/domain/organisations/schema";
import { askSigned, Unavailable, type Endpoint } from "../signed-request";
import type { EnterpriseRegistryPort } from "./port";

const text = z.string().trim().min(1).max(300);

const Answer = z.discriminatedUnion("found", [
  z.object({ found: z.literal(false) }),
  z.object({
    found: z.literal(true), uscc: text, name: text, address: text.nullable().default(null), status: z.enum(registeredStatuses),
    establishedOn: z.iso.date().nullable().default(null), representative: text, isRepresentative: z.boolean(),
  }),
]);

/** `POST represents` with `{ id, uscc, name, citizenId }`; an answer about another code than the one asked counts as none. */
export function liveEnterpriseRegistry(endpoint: Endpoint): EnterpriseRegistryPort {
  return {
    async ask(question) {
      const answer = await askSigned(endpoint, "represents", question, Answer);
      if (answer.found && answer.uscc !== question.uscc) throw new Unavailable(new URL(endpoint.url).host);
      return answer;
    },
  };
}

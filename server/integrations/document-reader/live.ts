import { z } from "zod";
import { documentKinds } from "@/domain/identity/rules/levels";
import { askSigned, type Endpoint } from "../signed-request";
import type { DocumentReaderPort } from "./port";

const Answer = z.discriminatedUnion("result", [
  z.object({ result: z.literal("read"), document: z.object({ kind: z.enum(documentKinds), name: z.string().min(1).max(100), citizenId: z.string().length(18), validUntil: z.iso.date().nullable() }) }),
  z.object({ result: z.enum(["none", "refused"]) }),
]);

/** `POST read` with `{ id, reader }` to the bridge beside the readers; the answer is `{ result, document? }`. */
export function liveDocumentReader(endpoint: Endpoint): DocumentReaderPort {
  return { read: ({ id, reader }) => askSigned(endpoint, "read", { id, reader }, Answer) };
}

import { z } from "zod";
import { Purpose } from "@/domain/certificates/schema/uses";
import type { ApplicationStatus } from "../schema";

/** In which a case is examined, and its organ has a duty to look. */
export const examinedStatuses = ["accepted", "inReview", "suspended"] as const satisfies readonly ApplicationStatus[];

/** Reads a certificate of the applicant by duty, for one case: of which type, under what law, what for. */
export const ReadByDuty = z.strictObject({
  id: z.uuid(),
  typeId: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  legalBasis: z.string().trim().min(4).max(200),
  purpose: Purpose,
});
export type ReadByDuty = z.infer<typeof ReadByDuty>;

import { z } from "zod";
import type { NounJobs } from "@/server/core/jobs";
import { closeEnded } from "./commands/applying";

const Event = z.object({ applicationId: z.uuid() });

/** The whole ends with its last part. */
export const jobs: NounJobs = {
  topics: { "applications.event": async (ctx, payload) => closeEnded(ctx, Event.parse(payload).applicationId) },
};

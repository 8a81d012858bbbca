import { z } from "zod";
import type { NounJobs } from "@/server/core/jobs";
import { closeEnded } from "./commands/applying";
import { followTransfers } from "./commands/following";

const Event = z.object({ applicationId: z.uuid() });

/** The whole follows its parts where they are transferred, and ends with the last. */
export const jobs: NounJobs = {
  topics: { "applications.event": async (ctx, payload) => {
    const { applicationId } = Event.parse(payload);
    await followTransfers(ctx, applicationId);
    await closeEnded(ctx, applicationId);
  } },
};

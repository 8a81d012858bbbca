import { z } from "zod";
import { isDomainError } from "@/domain/core/errors";
import type { NounJobs } from "@/server/core/jobs";
import { sealNotice, sendMessage, tellApplicant } from "./commands";

const Event = z.object({ eventId: z.uuid() });
const Seal = z.object({ noticeId: z.uuid() });
const Send = z.object({ messageId: z.uuid() });

/** A message of the outbox may come twice; what it asks for is then done already. */
async function once(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isDomainError(error) || error.kind !== "conflict") throw error;
  }
}

export const jobs: NounJobs = {
  topics: {
    "applications.event": (ctx, payload) => once(tellApplicant(ctx, Event.parse(payload))),
    "notices.seal": (ctx, payload) => once(sealNotice(ctx, Seal.parse(payload))),
    "notices.send": (ctx, payload) => once(sendMessage(ctx, Send.parse(payload))),
  },
};

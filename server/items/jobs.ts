import { z } from "zod";
import type { NounJobs } from "@/server/core/jobs";
import { checkLinksOf, checkStaleLinks } from "./commands/links";
import { publishDue } from "./commands/publication";
import { endDueItems } from "./commands/retirement";
import { forgetSearches } from "./commands/words";

const Revision = z.object({ revisionId: z.uuid() });

export const jobs: NounJobs = {
  topics: {
    "items.checkLinks": (ctx, payload) => checkLinksOf(ctx, Revision.parse(payload).revisionId),
  },
  schedules: {
    publishDue: { cron: "* * * * *", run: publishDue },
    endItems: { cron: "* * * * *", run: endDueItems },
    forgetSearches: { cron: "10 3 * * *", run: forgetSearches },
    checkLinks: { cron: "40 2 * * *", run: (ctx) => checkStaleLinks(ctx) },
  },
};

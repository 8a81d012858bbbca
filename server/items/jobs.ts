import { z } from "zod";
import type { NounJobs } from "@/server/core/jobs";
import { checkLinksOf, checkStaleLinks } from "./commands/links";
import { runTopic } from "./commands/import";
import { publishDue } from "./commands/publication";
import { endDueItems } from "./commands/retirement";
import { continueRun } from "./commands/run-work";
import { forgetSearches } from "./commands/words";

const Revision = z.object({ revisionId: z.uuid() });

export const jobs: NounJobs = {
  topics: {
    // Imports, clones and what the directory hands down.
    [runTopic]: continueRun,
    "items.checkLinks": (ctx, payload) => checkLinksOf(ctx, Revision.parse(payload).revisionId),
  },
  schedules: {
    publishDue: { cron: "* * * * *", run: publishDue },
    endItems: { cron: "* * * * *", run: endDueItems },
    forgetSearches: { cron: "10 3 * * *", run: forgetSearches },
    checkLinks: { cron: "40 2 * * *", run: (ctx) => checkStaleLinks(ctx) },
  },
};

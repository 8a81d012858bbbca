import { z } from "zod";
import { once, type NounJobs } from "@/server/core/jobs";
import { storage } from "@/server/core/storage";
import { isHeld } from "./commands/materials";
import { decideAutomatically } from "./commands/automatic";
import { askRegisters } from "./commands/checks";
import { startAbsences } from "./commands/cover";
import { deliverExpertLink, remindExperts } from "./commands/experts";
import { bulkTopic, forgetBulkRuns } from "./commands/bulk";
import { workBulk } from "./commands/bulk-work";
import { recountDeadlines } from "./commands/recount";
import { routeEvent } from "./commands/routing";
import { scanWaiting } from "./commands/scan";
import { deemAcceptOverdue, proposeLapses } from "./commands/timers";

const Event = z.object({ applicationId: z.uuid(), eventId: z.uuid().optional(), action: z.string() });
const Removed = z.object({ keys: z.array(z.string().startsWith("uploads/")) });

/** The law's clocks: silence that accepts, correction periods that ran out. Uploads taken out are erased once that is certain. */
export const jobs: NounJobs = {
  topics: {
    // A year's calendar came out: what was provisional is so no more.
    "departments.calendarChanged": async (ctx) => void (await recountDeadlines(ctx)),
    // A decision table answers at once: when a case is filed, and when somebody took it in first.
    "applications.event": async (ctx, payload) => {
      const { applicationId, eventId, action } = Event.parse(payload);
      if (action === "submit" || action === "accept") await decideAutomatically(ctx, applicationId);
      if (eventId) await routeEvent(ctx, { applicationId, eventId });
      if (action === "submit" || action === "resubmit") await askRegisters(ctx, applicationId);
    },
    "applications.expertAsked": (ctx, payload) => once(deliverExpertLink(ctx, payload)),
    [bulkTopic]: workBulk,
    "applications.filesRemoved": async ({ db }, payload) => {
      // A file that another case or its owner's library shares stays until that lets it go too.
      for (const key of Removed.parse(payload).keys) if (!(await isHeld(db, key))) await storage().delete(key);
    },
  },
  schedules: {
    remindExperts: { cron: "0 9 * * *", run: remindExperts },
    deemAcceptance: { cron: "* * * * *", run: deemAcceptOverdue },
    forgetBulkRuns: { cron: "50 3 * * *", run: forgetBulkRuns },
    scanWaiting: { cron: "* * * * *", run: scanWaiting },
    startAbsences: { cron: "* * * * *", run: startAbsences },
    proposeLapse: { cron: "* * * * *", run: proposeLapses },
  },
};

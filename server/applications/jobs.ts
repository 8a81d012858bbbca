import type { NounJobs } from "@/server/core/jobs";
import { deemAcceptOverdue, proposeLapses } from "./commands/timers";

/** The law's clocks: silence that accepts, correction periods that ran out. */
export const jobs: NounJobs = {
  schedules: {
    deemAcceptance: { cron: "* * * * *", run: deemAcceptOverdue },
    proposeLapse: { cron: "* * * * *", run: proposeLapses },
  },
};

import type { NounJobs } from "@/server/core/jobs";
import { archiveEnded } from "./commands/archive";
import { expireAll } from "./commands/retention";
import { sweepFiles } from "./commands/strays";

/** At night ended cases are packed for the archive, what the retention table says has run out goes, and so do files that no row names. */
export const jobs: NounJobs = {
  schedules: {
    expire: { cron: "20 3 * * *", run: expireAll }, archive: { cron: "50 2 * * *", run: archiveEnded },
    sweepFiles: { cron: "30 4 * * *", run: (ctx) => sweepFiles(ctx) },
  },
};

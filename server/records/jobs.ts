import type { NounJobs } from "@/server/core/jobs";
import { archiveEnded } from "./commands/archive";
import { expireAll } from "./commands/retention";

/** At night ended cases are packed for the archive, and what the retention table says has run out goes. */
export const jobs: NounJobs = { schedules: { expire: { cron: "20 3 * * *", run: expireAll }, archive: { cron: "50 2 * * *", run: archiveEnded } } };

import type { NounJobs } from "@/server/core/jobs";
import { expireAll } from "./commands/retention";

/** What the retention table says has run out goes at night. */
export const jobs: NounJobs = { schedules: { expire: { cron: "20 3 * * *", run: expireAll } } };

import type { NounJobs } from "@/server/core/jobs";
import { checkChain } from "./commands/check";
import { seal } from "./commands/seal";

/** What was written is sealed within five minutes, and the whole chain read again every night. */
export const jobs: NounJobs = {
  schedules: { seal: { cron: "*/5 * * * *", run: (ctx) => seal(ctx) }, check: { cron: "10 4 * * *", run: (ctx) => checkChain(ctx) } },
};

import type { NounJobs } from "@/server/core/jobs";
import { checkChain } from "./commands/check";
import { seal } from "./commands/seal";

/** What was written is sealed within five minutes, and the whole chain read again every night, however long that takes. */
export const jobs: NounJobs = {
  schedules: { seal: { cron: "*/5 * * * *", run: (ctx) => seal(ctx) }, check: { cron: "10 4 * * *", hours: 12, run: (ctx) => checkChain(ctx) } },
};

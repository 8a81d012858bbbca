import type { NounJobs } from "@/server/core/jobs";
import { endByRegistry } from "./commands/guardianship";

/** Guardianships that the register no longer knows end by themselves. */
export const jobs: NounJobs = {
  schedules: { guardianships: { cron: "40 3 * * *", run: endByRegistry } },
};

import type { NounJobs } from "@/server/core/jobs";
import { openBox } from "./commands/box";
import { countFigures } from "./commands/figures";
import { inviteToRate } from "./commands/invite";

/** At night the box is opened and everything counted; by day people are invited. */
export const jobs: NounJobs = {
  schedules: {
    openBox: {
      cron: "35 0 * * *",
      run: async (ctx) => {
        const opened = await openBox(ctx);
        await countFigures(ctx);
        return opened;
      },
    },
    inviteToRate: { cron: "15 10 * * *", run: inviteToRate },
  },
};

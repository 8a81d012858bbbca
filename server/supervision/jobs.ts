import { z } from "zod";
import type { NounJobs } from "@/server/core/jobs";
import { recountChangedDays } from "./commands/days";
import { remindDue, remindUrged } from "./commands/reminders";
import { makeReports } from "./commands/reports";
import { judgeAct, watchClocks, watchIdle } from "./commands/signals";

const Event = z.object({ eventId: z.uuid() });

/** Clocks that pass, days that are counted, reports that are due; each may run twice or late and is done once. */
export const jobs: NounJobs = {
  topics: { "applications.event": async (ctx, payload) => void (await judgeAct(ctx, Event.parse(payload))) },
  schedules: {
    watchClocks: { cron: "*/5 * * * *", run: watchClocks },
    watchIdle: { cron: "7 * * * *", run: watchIdle },
    remindDue: { cron: "*/5 * * * *", run: async (ctx) => (await remindDue(ctx)) + (await remindUrged(ctx)) },
    countDays: { cron: "*/5 * * * *", run: recountChangedDays },
    makeReports: { cron: "20 * * * *", run: makeReports },
  },
};

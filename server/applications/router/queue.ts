import { ListQueue, QueueChanges, QueueCounts } from "@/domain/applications/schema/queue";
import { procedureFor } from "@/server/api/trpc";
import { listQueue, queueChanges } from "../queries/queue";
import { countQueue } from "../queries/queue-count";

const staff = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");

/** The desk's queue: its rows, how many there are, and what changes meanwhile. */
export const queueProcedures = {
  queue: staff.input(ListQueue).query(({ ctx, input }) => listQueue(ctx, ctx.actor, input)),
  queueCounts: staff.input(QueueCounts).query(({ ctx, input }) => countQueue(ctx, ctx.actor, input)),
  queueChanges: staff.input(QueueChanges).query(({ ctx, input }) => queueChanges(ctx, ctx.actor, input)),
};

import { ApplicantText, ChangeView, ChooseColumns, DefaultView, ListQueue, QueueChanges, QueueChoices, QueueCounts, QueueItems, SaveView, ViewById } from "@/domain/applications/schema/queue";
import { procedureFor } from "@/server/api/trpc";
import { changeView, chooseColumns, deleteView, openWithView, saveView } from "../commands/views";
import { addressOf } from "../queries/applicant";
import { listQueue, queueChanges } from "../queries/queue";
import { countQueue } from "../queries/queue-count";
import { listChoices, listItems, listViews } from "../queries/views";

const staff = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");

/** The desk's queue: its rows, how many there are, what changes meanwhile, and the views under which one keeps its filters. */
export const queueProcedures = {
  queue: staff.input(ListQueue).query(({ ctx, input }) => listQueue(ctx, ctx.actor, input)),
  queueCounts: staff.input(QueueCounts).query(({ ctx, input }) => countQueue(ctx, ctx.actor, input)),
  queueChanges: staff.input(QueueChanges).query(({ ctx, input }) => queueChanges(ctx, ctx.actor, input)),
  queueChoices: staff.input(QueueChoices).query(({ ctx, input }) => listChoices(ctx.db, ctx.actor, input)),
  queueItems: staff.input(QueueItems).query(({ ctx, input }) => listItems(ctx.db, ctx.actor, input)),
  queueAddress: staff.input(ApplicantText).mutation(({ input }) => addressOf(input)),
  deskViews: staff.query(({ ctx }) => listViews(ctx.db, ctx.actor)),
  saveView: staff.input(SaveView).mutation(({ ctx, input }) => saveView(ctx, input)),
  changeView: staff.input(ChangeView).mutation(({ ctx, input }) => changeView(ctx, input)),
  deleteView: staff.input(ViewById).mutation(({ ctx, input }) => deleteView(ctx, input)),
  openWithView: staff.input(DefaultView).mutation(({ ctx, input }) => openWithView(ctx, input)),
  chooseColumns: staff.input(ChooseColumns).mutation(({ ctx, input }) => chooseColumns(ctx, input)),
};

import { ByNumber } from "@/domain/applications/schema";
import { AddNote, AskRegister, DropDeskDraft, EditNote, ListNotes, SaveDeskDraft, WatchCase } from "@/domain/applications/schema/case";
import { procedureFor } from "@/server/api/trpc";
import { askRegister } from "../commands/checks";
import { dropDeskDraft, saveDeskDraft } from "../commands/desk-drafts";
import { addNote, editNote } from "../commands/notes";
import { listChecks } from "../queries/checks";
import { listDeskDrafts } from "../queries/desk-drafts";
import { compareFilings } from "../queries/filings";
import { listNotes } from "../queries/notes";
import { watchCase } from "../queries/presence";

const desk = procedureFor("clerk", "reviewer", "approver", "certificateOfficer");
const staff = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");

/** What the page of a case at the desk asks beside the case itself. */
export const caseProcedures = {
  changes: staff.input(ByNumber).query(({ ctx, input }) => compareFilings(ctx, input)),
  checks: staff.input(ByNumber).query(({ ctx, input }) => listChecks(ctx, ctx.actor, input)),
  askRegister: desk.input(AskRegister).mutation(({ ctx, input }) => askRegister(ctx, ctx.actor, input)),
  notes: staff.input(ListNotes).query(({ ctx, input }) => listNotes(ctx, ctx.actor, input)),
  addNote: staff.input(AddNote).mutation(({ ctx, input }) => addNote(ctx, ctx.actor, input)),
  editNote: staff.input(EditNote).mutation(({ ctx, input }) => editNote(ctx, ctx.actor, input)),
  deskDrafts: staff.input(ByNumber).query(({ ctx, input }) => listDeskDrafts(ctx, ctx.actor, input)),
  saveDeskDraft: staff.input(SaveDeskDraft).mutation(({ ctx, input }) => saveDeskDraft(ctx, ctx.actor, input)),
  dropDeskDraft: staff.input(DropDeskDraft).mutation(({ ctx, input }) => dropDeskDraft(ctx, ctx.actor, input)),
  watch: staff.input(WatchCase).query(({ ctx, input }) => watchCase(ctx, ctx.actor, input)),
};

import { ByKey, CaseReference, CreateLifeEvent, FileLifeEvent, LifeEventDraft, LifeEventReference, ListOwnCases, SaveLifeEvent, SaveQuestions } from "@/domain/lifeEvents/schema";
import { procedureFor, publicReadingProcedure, router } from "@/server/api/trpc";
import { fileLifeEvent, prepareParts, saveQuestions, startLifeEvent } from "./commands/applying";
import { createLifeEvent, discardLifeEvent, openLifeEvent, publishLifeEvent, saveLifeEvent } from "./commands/editing";
import { findWhole, getCase, getQuestions, listOwn } from "./queries/case";
import { getForEdit, listForEdit, listPlaces } from "./queries/editing";
import { guideOf, listPublished } from "./queries/guide";

const citizen = procedureFor("citizen");
const editing = procedureFor("itemEditor", "itemPublisher");
const editor = procedureFor("itemEditor");

export const lifeEventsRouter = router({
  /** All published life events. */
  list: publicReadingProcedure.query(({ ctx }) => listPublished(ctx.db)),
  /** What belongs to a life event: items, departments, limits, documents. Errors: `lifeEvents.notFound`. */
  get: publicReadingProcedure.input(ByKey).query(({ ctx, input }) => guideOf(ctx.db, input.key)),
  start: citizen.input(ByKey).mutation(({ ctx, input }) => startLifeEvent(ctx, input)),
  questions: citizen.input(CaseReference).query(({ ctx, input }) => getQuestions(ctx, input.id)),
  saveQuestions: citizen.input(SaveQuestions).mutation(({ ctx, input }) => saveQuestions(ctx, input)),
  prepare: citizen.input(CaseReference).mutation(({ ctx, input }) => prepareParts(ctx, input)),
  file: citizen.input(FileLifeEvent).mutation(({ ctx, input }) => fileLifeEvent(ctx, input)),
  /** One's own life event and where its parts stand. Errors: `lifeEvents.notFound`. */
  case: citizen.input(CaseReference).query(({ ctx, input }) => getCase(ctx, input.id)),
  listOwn: citizen.input(ListOwnCases).query(({ ctx, input }) => listOwn(ctx, input)),
  /** The life event that an application of one's own is part of, or null. */
  findWhole: citizen.input(CaseReference).query(({ ctx, input }) => findWhole(ctx, input.id)),
  listForEdit: editing.query(({ ctx }) => listForEdit(ctx.db, ctx.actor)),
  getForEdit: editing.input(LifeEventReference).query(({ ctx, input }) => getForEdit(ctx.db, ctx.actor, input.lifeEventId)),
  /** Departments and divisions for which one may begin a life event. */
  listPlaces: editor.query(({ ctx }) => listPlaces(ctx.db, ctx.actor)),
  create: editor.input(CreateLifeEvent).mutation(({ ctx, input }) => createLifeEvent(ctx, input)),
  open: editor.input(LifeEventReference).mutation(({ ctx, input }) => openLifeEvent(ctx, input)),
  save: editor.input(SaveLifeEvent).mutation(({ ctx, input }) => saveLifeEvent(ctx, input)),
  publish: procedureFor("itemPublisher").input(LifeEventDraft).mutation(({ ctx, input }) => publishLifeEvent(ctx, input)),
  discard: editor.input(LifeEventDraft).mutation(({ ctx, input }) => discardLifeEvent(ctx, input)),
});

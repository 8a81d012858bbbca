import { z } from "zod";
import { DivisionCode } from "@/domain/departments/schema";
import { ChangeItemStatus, DraftReference, ItemCode, ItemIds, ItemReference, ListItemsForEdit, PatchRevision, SaveRevision } from "@/domain/items/schema";
import { CreateItem } from "@/domain/items/schema/create";
import { AnswerWarnings, CallOffRevision, CompareRevisions, HandOver, RemoveMaterialFile, RetireItems, ReturnRevision, ScheduleRevision, SeeEditors } from "@/domain/items/schema/life";
import { procedureFor, publicReadingProcedure, router } from "@/server/api/trpc";
import { createItem } from "./commands/creation";
import { removeMaterialFile } from "./commands/files";
import { seeEditors } from "./commands/presence";
import { answerWarnings, callOffRevision, handOver, publishRevision, returnRevision, scheduleRevision, takeBack } from "./commands/publication";
import { keepItem, retireItems } from "./commands/retirement";
import { discardRevision, openRevision, patchRevision, resumeItem, saveRevision, suspendItem } from "./commands/revisions";
import { listConsultationLines } from "./queries/consultation";
import { listPlaces } from "./queries/creation";
import { getDraftAt, getEditable, listForEdit } from "./queries/editing";
import { listFacets } from "./queries/facets";
import { listNames } from "./queries/names";
import { listRevisions } from "./queries/reviews";
import { directoryProcedures } from "./router/directory";
import { exchangeProcedures } from "./router/exchange";
import { formProcedures } from "./router/forms";
import { wordProcedures } from "./router/words";
import { comparisonView, editView, viewByCode } from "./view";

const editing = procedureFor("itemEditor", "itemPublisher");
const byCode = z.strictObject({ code: ItemCode });

export const itemsRouter = router({
  /** Themes, divisions and departments to filter by, with counts at most a minute old. */
  facets: publicReadingProcedure.query(({ ctx }) => listFacets(ctx.db, ctx.now)),
  /** Whom to call in a division: its departments with their numbers, as told or as most of their guides give them. */
  consultationLines: publicReadingProcedure.input(z.strictObject({ division: DivisionCode })).query(({ ctx, input }) => listConsultationLines(ctx.db, input.division)),
  /** Names of items by their ids, for whoever has chosen some. */
  names: publicReadingProcedure.input(ItemIds).query(({ ctx, input }) => listNames(ctx.db, input.ids)),
  /** The guide under a code, or the handling items that share it. Errors: `items.notFound`. */
  get: publicReadingProcedure.input(byCode).query(({ ctx, input }) => viewByCode(ctx.db, input.code)),
  /** The items of one's department and division. */
  listForEdit: editing.input(ListItemsForEdit).query(({ ctx, input }) => listForEdit(ctx.db, ctx.actor, input)),
  /** One item with draft, differences, problems and what may be done. Errors: `items.notFound`. */
  getForEdit: editing.input(ItemReference).query(async ({ ctx, input }) => editView(ctx.db, ctx.actor, await getEditable(ctx.db, ctx.actor, input.itemId))),
  /** A draft as it was at a version: what a form was made from. Errors: `items.notFound`, `items.noDraft`. */
  getDraftAt: editing.input(DraftReference).query(({ ctx, input }) => getDraftAt(ctx.db, ctx.actor, input)),
  /** Two editions of an item and what differs; the draft and what is current where none is named. Errors: `items.notFound`, `items.revisionNotFound`. */
  compare: editing.input(CompareRevisions).query(({ ctx, input }) => comparisonView(ctx.db, ctx.actor, input)),
  /** The editions of an item with who made and who published each. Errors: `items.notFound`. */
  listRevisions: editing.input(ItemReference).query(({ ctx, input }) => listRevisions(ctx.db, ctx.actor, input.itemId)),
  /** Departments and divisions for which one may begin an item. */
  listPlaces: procedureFor("itemEditor").query(({ ctx }) => listPlaces(ctx.db, ctx.actor)),
  /** Begins an item with a first draft. Errors: `access.forbidden`, `departments.notFound`, `departments.divisionNotFound`, `items.notFound`, `items.basicCodeMismatch`, `items.codesUsedUp`. */
  create: procedureFor("itemEditor").input(CreateItem).mutation(({ ctx, input }) => createItem(ctx, input)),
  /** Says that one has a part of the editor open; answers who else has. */
  seeEditors: editing.input(SeeEditors).mutation(({ ctx, input }) => seeEditors(ctx, input)),
  openRevision: editing.input(ItemReference).mutation(({ ctx, input }) => openRevision(ctx, input)),
  saveRevision: editing.input(SaveRevision).mutation(({ ctx, input }) => saveRevision(ctx, input)),
  /** Saves one part of a draft (form, process, result) from its own editor. */
  patchRevision: editing.input(PatchRevision).mutation(({ ctx, input }) => patchRevision(ctx, input)),
  removeMaterialFile: editing.input(RemoveMaterialFile).mutation(({ ctx, input }) => removeMaterialFile(ctx, input)),
  answerWarnings: editing.input(AnswerWarnings).mutation(({ ctx, input }) => answerWarnings(ctx, input)),
  handOver: editing.input(HandOver).mutation(({ ctx, input }) => handOver(ctx, input)),
  takeBack: editing.input(DraftReference).mutation(({ ctx, input }) => takeBack(ctx, input)),
  returnRevision: editing.input(ReturnRevision).mutation(({ ctx, input }) => returnRevision(ctx, input)),
  scheduleRevision: editing.input(ScheduleRevision).mutation(({ ctx, input }) => scheduleRevision(ctx, input)),
  callOffRevision: editing.input(CallOffRevision).mutation(({ ctx, input }) => callOffRevision(ctx, input)),
  publishRevision: editing.input(DraftReference).mutation(({ ctx, input }) => publishRevision(ctx, input)),
  discardRevision: editing.input(DraftReference).mutation(({ ctx, input }) => discardRevision(ctx, input)),
  suspend: editing.input(ChangeItemStatus).mutation(({ ctx, input }) => suspendItem(ctx, input)),
  resume: editing.input(ChangeItemStatus).mutation(({ ctx, input }) => resumeItem(ctx, input)),
  /** Ends items from a day on: cancelled, split or merged. */
  retire: editing.input(RetireItems).mutation(({ ctx, input }) => retireItems(ctx, input)),
  /** Calls an end off before its day. */
  keep: editing.input(ChangeItemStatus).mutation(({ ctx, input }) => keepItem(ctx, input)),
  ...exchangeProcedures,
  ...formProcedures,
  ...wordProcedures,
  ...directoryProcedures,
});

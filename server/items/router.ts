import { z } from "zod";
import { ChangeItemStatus, DraftReference, ItemCode, ItemIds, ItemReference, ListItemsForEdit, PatchRevision, SaveRevision, SearchItems } from "@/domain/items/schema";
import { procedureFor, publicProcedure, router } from "@/server/api/trpc";
import { discardRevision, openRevision, patchRevision, publishRevision, resumeItem, saveRevision, suspendItem } from "./commands/revisions";
import { getDraftAt, getEditable, listForEdit } from "./queries/editing";
import { listFacets } from "./queries/facets";
import { asksForElderMode } from "./queries/keyword";
import { listNames } from "./queries/names";
import { searchItems } from "./queries/search";
import { directoryProcedures } from "./router/directory";
import { exchangeProcedures } from "./router/exchange";
import { editView, viewByCode } from "./view";

const editing = procedureFor("itemEditor", "itemPublisher");
const byCode = z.strictObject({ code: ItemCode });

export const itemsRouter = router({
  /** Published items by keyword, pinyin or initials and by filters, best first, keyset-paged. `elderMode`: the query asks for senior mode. */
  search: publicProcedure.input(SearchItems).query(async ({ ctx, input }) => ({ ...(await searchItems(ctx.db, input)), elderMode: asksForElderMode(input.query) })),
  /** Themes, divisions and departments to filter by, with counts at most a minute old. */
  facets: publicProcedure.query(({ ctx }) => listFacets(ctx.db, ctx.now)),
  /** Names of items by their ids, for whoever has chosen some. */
  names: publicProcedure.input(ItemIds).query(({ ctx, input }) => listNames(ctx.db, input.ids)),
  /** The guide under a code, or the handling items that share it. Errors: `items.notFound`. */
  get: publicProcedure.input(byCode).query(({ ctx, input }) => viewByCode(ctx.db, input.code)),
  /** The items of one's department and division. */
  listForEdit: editing.input(ListItemsForEdit).query(({ ctx, input }) => listForEdit(ctx.db, ctx.actor, input)),
  /** One item with draft, differences, problems and what may be done. Errors: `items.notFound`. */
  getForEdit: editing.input(ItemReference).query(async ({ ctx, input }) => editView(ctx.actor, await getEditable(ctx.db, ctx.actor, input.itemId))),
  /** A draft as it was at a version: what a form was made from. Errors: `items.notFound`, `items.noDraft`. */
  getDraftAt: editing.input(DraftReference).query(({ ctx, input }) => getDraftAt(ctx.db, ctx.actor, input)),
  openRevision: editing.input(ItemReference).mutation(({ ctx, input }) => openRevision(ctx, input)),
  saveRevision: editing.input(SaveRevision).mutation(({ ctx, input }) => saveRevision(ctx, input)),
  /** Saves one part of a draft (form, process, result) from its own editor. */
  patchRevision: editing.input(PatchRevision).mutation(({ ctx, input }) => patchRevision(ctx, input)),
  publishRevision: editing.input(DraftReference).mutation(({ ctx, input }) => publishRevision(ctx, input)),
  discardRevision: editing.input(DraftReference).mutation(({ ctx, input }) => discardRevision(ctx, input)),
  suspend: editing.input(ChangeItemStatus).mutation(({ ctx, input }) => suspendItem(ctx, input)),
  resume: editing.input(ChangeItemStatus).mutation(({ ctx, input }) => resumeItem(ctx, input)),
  ...exchangeProcedures,
  ...directoryProcedures,
});

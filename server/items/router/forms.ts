import { ItemReference } from "@/domain/items/schema";
import { procedureFor } from "@/server/api/trpc";
import { getPublicForm, listFormIds } from "../queries/forms";

const editing = procedureFor("itemEditor", "itemPublisher");

export const formProcedures = {
  /** The ids that fields of an item ever had in public. Errors: `items.notFound`. */
  listFormIds: editing.input(ItemReference).query(({ ctx, input }) => listFormIds(ctx.db, ctx.actor, input.itemId)),
  /** The form that an item asks in public, to begin another from. Errors: `items.notFound`. */
  getForm: editing.input(ItemReference).query(({ ctx, input }) => getPublicForm(ctx.db, input.itemId)),
};

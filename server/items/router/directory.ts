import { ItemReference } from "@/domain/items/schema";
import { CreateDirectoryItem, DirectoryReference, EditionReference, ImplementDirectory, ListDirectory, ListImplementing, SaveEdition } from "@/domain/items/schema/directory";
import { procedureFor } from "@/server/api/trpc";
import { createDirectoryItem, discardEdition, implementDirectory, openEdition, publishEdition, saveEdition } from "../commands/directory";
import { listDirectory, listImplementing, viewDirectoryItem, viewEntryOf } from "../queries/directory";

const editing = procedureFor("itemEditor", "itemPublisher");

/** The directory (基本目录): what implementing lists inherit, in editions that one person writes and another publishes. */
export const directoryProcedures = {
  listDirectory: editing.input(ListDirectory).query(({ ctx, input }) => listDirectory(ctx.db, input)),
  /** Errors: `items.directoryNotFound`. */
  getDirectoryItem: editing.input(DirectoryReference).query(({ ctx, input }) => viewDirectoryItem(ctx.db, ctx.actor, input.directoryItemId)),
  /** What of an item comes from the directory; nothing for one outside it. Errors: `items.notFound`. */
  getEntryOf: editing.input(ItemReference).query(({ ctx, input }) => viewEntryOf(ctx.db, ctx.actor, input.itemId)),
  /** The items that implement an entry, by code. Errors: `items.directoryNotFound`. */
  listImplementing: editing.input(ListImplementing).query(({ ctx, input }) => listImplementing(ctx.db, input)),
  createDirectoryItem: editing.input(CreateDirectoryItem).mutation(({ ctx, input }) => createDirectoryItem(ctx, input)),
  openEdition: editing.input(DirectoryReference).mutation(({ ctx, input }) => openEdition(ctx, input)),
  saveEdition: editing.input(SaveEdition).mutation(({ ctx, input }) => saveEdition(ctx, input)),
  publishEdition: editing.input(EditionReference).mutation(({ ctx, input }) => publishEdition(ctx, input)),
  discardEdition: editing.input(EditionReference).mutation(({ ctx, input }) => discardEdition(ctx, input)),
  /** A draft of an implementing list for one department in one division. */
  implementDirectory: editing.input(ImplementDirectory).mutation(({ ctx, input }) => implementDirectory(ctx, input)),
};

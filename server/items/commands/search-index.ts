import { and, eq, isNotNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { searchRow } from "@/db/search-document";
import { itemRetirements, itemSearch, itemSuccessors, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { RevisionContent } from "@/domain/items/schema";
import type { Editable } from "../queries/editing";

/** Writes what search reads of an item; it is found under the names and codes of what it stands in for, too. */
export async function indexForSearch(tx: Tx, { item, department }: Pick<Editable, "item" | "department">, content: RevisionContent): Promise<void> {
  const keywords = [...content.keywords, ...(await formerNames(tx, item.id))];
  const row = searchRow({ id: item.id, code: item.code, divisionCode: item.divisionCode, department }, { ...content, keywords });
  await tx.insert(itemSearch).values(row).onConflictDoUpdate({ target: itemSearch.serviceItemId, set: row });
}

async function formerNames(tx: Tx, successorId: string): Promise<string[]> {
  const rows = await tx.select({ code: serviceItems.code, content: serviceItemRevisions.content }).from(itemSuccessors)
    .innerJoin(itemRetirements, and(eq(itemRetirements.serviceItemId, itemSuccessors.serviceItemId), isNotNull(itemRetirements.appliedAt)))
    .innerJoin(serviceItems, eq(serviceItems.id, itemSuccessors.serviceItemId))
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
    .where(eq(itemSuccessors.successorId, successorId));
  return rows.flatMap(({ code, content: { name, plainName } }) => [name, ...(plainName ? [plainName] : []), code]);
}

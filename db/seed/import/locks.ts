import { desc, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { directoryEditions, directoryItems, serviceItemRevisions } from "@/db/schema";
import { differences, trespasses, type LockedField } from "@/domain/items/rules/directory";
import type { RevisionContent } from "@/domain/items/schema";
import type { DirectoryElements } from "@/domain/items/schema/directory";

/** The basic code within an item's code: what its entry in the directory goes by. */
const basicCodeOf = (code: string) => code.slice(19, 31);

/** What the directory fixes of a batch of items: its published elements by basic code, and what those items say until now. */
export type Locks = { elements: ReadonlyMap<string, DirectoryElements>; contents: ReadonlyMap<string, RevisionContent> };

export async function locksOn(tx: Tx, codes: readonly string[], items: readonly { id: string; code: string }[]): Promise<Locks> {
  const rows = await tx.select({ basicCode: directoryItems.basicCode, elements: directoryEditions.elements }).from(directoryItems)
    .innerJoin(directoryEditions, eq(directoryEditions.id, directoryItems.currentEditionId)).where(inArray(directoryItems.basicCode, [...new Set(codes.map(basicCodeOf))]));
  const elements = new Map(rows.map((row) => [row.basicCode, row.elements]));
  const ids = items.filter(({ code }) => elements.has(basicCodeOf(code))).map(({ id }) => id);
  const { serviceItemId, content, number } = serviceItemRevisions;
  const revisions = ids.length > 0 ? await tx.selectDistinctOn([serviceItemId], { serviceItemId, content }).from(serviceItemRevisions).where(inArray(serviceItemId, ids)).orderBy(serviceItemId, desc(number)) : [];
  return { elements, contents: new Map(revisions.map((row) => [row.serviceItemId, row.content])) };
}

/** The elements in which a row of a file goes against the directory; an item that differed before may go on until it takes them over. */
export function lockedIn({ elements, contents }: Locks, { code, content }: { code: string; content: RevisionContent }, itemId: string | undefined): LockedField[] {
  const directory = elements.get(basicCodeOf(code));
  if (!directory) return [];
  const before = contents.get(itemId ?? "");
  return before ? trespasses(before, content, directory) : differences(content, directory);
}

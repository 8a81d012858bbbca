import { asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { departments, directoryEditions, directoryItems, serviceItemRevisions, serviceItems } from "@/db/schema";
import { agreedElements } from "@/domain/items/rules/directory";
import { importEditorId, importPublisherId } from "./import/plan";

/**
 * Entries of the directory for the basic codes that several published items share, where their sources say the same. The
 * highest organ among them is the competent department. Codes that have an entry are left alone.
 */
export async function seedDirectory(tx: Tx, now: Date, report: (message: string) => void): Promise<void> {
  const shared = await tx.select({ basicCode: serviceItems.basicCode }).from(serviceItems)
    .where(sql`not exists (select 1 from ${directoryItems} where ${directoryItems.basicCode} = ${serviceItems.basicCode})`)
    .groupBy(serviceItems.basicCode).having(sql`count(*) > 1`);
  if (shared.length === 0) return;
  const rows = await tx.select({ basicCode: serviceItems.basicCode, content: serviceItemRevisions.content, departmentId: departments.id, divisionCode: departments.divisionCode })
    .from(serviceItems).innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId)).innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .where(inArray(serviceItems.basicCode, shared.map(({ basicCode }) => basicCode))).orderBy(asc(departments.level), asc(serviceItems.code));
  const agreed = [...Map.groupBy(rows, ({ basicCode }) => basicCode)].flatMap(([basicCode, items]) => {
    const elements = agreedElements(items.map(({ content }) => content));
    const [first] = items;
    return elements && first ? [{ basicCode, elements, departmentId: first.departmentId, divisionCode: first.divisionCode }] : [];
  });
  if (agreed.length === 0) return;
  const stamps = { createdAt: now, updatedAt: now };
  const made = await tx.insert(directoryItems).values(agreed.map(({ basicCode, departmentId, divisionCode }) => ({ basicCode, departmentId, divisionCode, ...stamps }))).returning({ id: directoryItems.id, basicCode: directoryItems.basicCode });
  const elements = new Map(agreed.map((one) => [one.basicCode, one.elements]));
  const editions = made.flatMap(({ id, basicCode }) => {
    const said = elements.get(basicCode);
    return said ? [{ directoryItemId: id, number: 1, status: "published" as const, elements: said, editors: [importEditorId], publishedBy: importPublisherId, publishedAt: now, ...stamps }] : [];
  });
  const published = await tx.insert(directoryEditions).values(editions).returning({ id: directoryEditions.id, directoryItemId: directoryEditions.directoryItemId });
  for (const { id, directoryItemId } of published) await tx.update(directoryItems).set({ currentEditionId: id }).where(eq(directoryItems.id, directoryItemId));
  report(`${made.length} entries of the directory`);
}

import { and, eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { serviceItemRevisions, serviceItems } from "@/db/schema";
import type { Actor } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { idsOf } from "@/domain/forms/rules/edit-ids";
import { formOf } from "@/domain/items/rules";
import { getEditable } from "./editing";

/** The ids that fields of an item ever had in public: answers are kept under them, none may be given to another question. Errors: `items.notFound`. */
export async function listFormIds(db: Reader, actor: Actor, itemId: string): Promise<string[]> {
  await getEditable(db, actor, itemId);
  const rows = await db.select({ content: serviceItemRevisions.content }).from(serviceItemRevisions)
    .where(and(eq(serviceItemRevisions.serviceItemId, itemId), inArray(serviceItemRevisions.status, ["published", "superseded"])));
  return [...new Set(rows.flatMap(({ content }) => [...idsOf(formOf(content)).fields]))];
}

/** The form that an item asks in public, to begin another from. Errors: `items.notFound`. */
export async function getPublicForm(db: Reader, itemId: string) {
  const [row] = await db.select({ content: serviceItemRevisions.content }).from(serviceItems)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId)).where(eq(serviceItems.id, itemId));
  if (!row) throw new DomainError("not_found", "items.notFound");
  return { name: row.content.name, form: formOf(row.content) };
}

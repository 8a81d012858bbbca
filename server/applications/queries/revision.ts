import { and, eq, inArray } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { applications, serviceItemRevisions } from "@/db/schema";
import { liveStatuses } from "@/domain/applications/schema";
import type { Actor } from "@/domain/core/actor";
import { compareForms, type FormDifference } from "@/domain/forms/rules/migrate";
import { formOf } from "@/domain/items/rules";
import { getEditable } from "@/server/items/queries/editing";
import type { ApplicationRow, Case } from "./case";

/** The edition of a case's item that is published now, where the case was begun under an earlier one. */
export async function findNewer(db: Reader | Tx, { serviceItemId, revisionId }: Pick<ApplicationRow, "serviceItemId" | "revisionId">) {
  const [row] = await db.select({ id: serviceItemRevisions.id, number: serviceItemRevisions.number, content: serviceItemRevisions.content }).from(serviceItemRevisions)
    .where(and(eq(serviceItemRevisions.serviceItemId, serviceItemId), eq(serviceItemRevisions.status, "published"))).limit(1);
  return row && row.id !== revisionId ? row : undefined;
}

/** What a newer edition asks otherwise than the one a draft was begun under; null for the current edition and for filed cases. */
export async function newerEdition(db: Reader, { application, content, outdated }: Case): Promise<({ number: number } & FormDifference) | null> {
  const newer = application.status === "draft" && outdated ? await findNewer(db, application) : undefined;
  return newer ? { number: newer.number, ...compareForms(formOf(content), formOf(newer.content)) } : null;
}

/** Whether the item of a draft takes no applications now. */
export const isClosed = ({ application, itemStatus }: Case) => application.status === "draft" && itemStatus !== "published";

/** Whom a new edition touches: drafts that will move to it, cases that finish under the present one. Counted up to `most`, which then means that many or more. */
export type Touched = { drafts: number; running: number; most: number };

/** How many drafts and running cases stand under the present edition of an item. Errors: `items.notFound`. */
export async function countTouched(db: Reader, actor: Actor, itemId: string, most = 1000): Promise<Touched> {
  const { current } = await getEditable(db, actor, itemId);
  if (!current) return { drafts: 0, running: 0, most };
  const some = (...statuses: ApplicationRow["status"][]) =>
    db.select({ id: applications.id }).from(applications).where(and(eq(applications.revisionId, current.id), inArray(applications.status, statuses))).limit(most).as("some");
  return { drafts: await db.$count(some("draft")), running: await db.$count(some(...liveStatuses)), most };
}

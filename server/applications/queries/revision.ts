import { and, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { serviceItemRevisions } from "@/db/schema";
import { compareForms, type FormDifference } from "@/domain/forms/rules/migrate";
import { formOf } from "@/domain/items/rules";
import type { ApplicationRow, Case } from "./case";

/** The edition of a case's item that is published now, where the case was begun under an earlier one. */
export async function findNewer(db: Reader | Tx, { serviceItemId, revisionId }: Pick<ApplicationRow, "serviceItemId" | "revisionId">) {
  const [row] = await db.select({ id: serviceItemRevisions.id, number: serviceItemRevisions.number, content: serviceItemRevisions.content }).from(serviceItemRevisions)
    .where(and(eq(serviceItemRevisions.serviceItemId, serviceItemId), eq(serviceItemRevisions.status, "published"))).limit(1);
  return row && row.id !== revisionId ? row : undefined;
}

/** What a newer edition asks otherwise than the one a draft was begun under; null for the current edition and for filed cases. */
export async function newerEdition(db: Reader, { application, content }: Case): Promise<({ number: number } & FormDifference) | null> {
  const newer = application.status === "draft" ? await findNewer(db, application) : undefined;
  return newer ? { number: newer.number, ...compareForms(formOf(content), formOf(newer.content)) } : null;
}

/** Whether the item of a draft takes no applications now. */
export const isClosed = ({ application, itemStatus }: Case) => application.status === "draft" && itemStatus !== "published";

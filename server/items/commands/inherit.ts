import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { directoryEditions, directoryItems, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { isSame } from "@/domain/core/same";
import { differences, inherit, trespasses } from "@/domain/items/rules/directory";
import { problemOf } from "@/domain/items/rules/exchange";
import type { RevisionContent } from "@/domain/items/schema";
import type { DirectoryElements } from "@/domain/items/schema/directory";
import type { Ctx } from "@/server/core/context";
import { findEntryOf } from "../queries/directory";
import type { Run, RunRow } from "../queries/runs";
import { writeDraft, type Outcome } from "./drafts";

/** Takes the directory's published elements over into the draft of one item, opened where there is none, merged where there is. */
export async function inheritRow(tx: Tx, ctx: Ctx & { actor: User }, run: Run, row: RunRow): Promise<Outcome> {
  const itemId = row.itemId ?? "";
  const elements = await publishedPair(tx, run.subjectId ?? "");
  const { status, draft, base } = await standingOf(tx, itemId);
  if (!elements || status === "cancelled") return { problems: [problemOf("code", "cancelled")] };
  if (!base) return { problems: [problemOf("code", "changedMeanwhile")] };
  if (draft && draft.stage !== "editing") return { problems: [problemOf("code", "draftInReview")] };
  const content = inherit(base.content, elements.now, elements.before);
  return isSame(content, base.content) ? { itemId, audit: [] } : writeDraft(tx, ctx, { itemId, draft, content });
}

/** The item, held until the transaction ends: its draft, and what its next draft would begin from. */
async function standingOf(tx: Tx, itemId: string) {
  const [item] = await tx.select().from(serviceItems).where(eq(serviceItems.id, itemId)).for("update");
  const revisions = await tx.select().from(serviceItemRevisions).where(eq(serviceItemRevisions.serviceItemId, itemId));
  const draft = revisions.find(({ status }) => status === "draft");
  return { status: item?.status, draft, base: draft ?? revisions.find(({ id }) => id === item?.currentRevisionId) };
}

/**
 * Refuses a save that changes what the directory fixes away from it; what differed before may stay until it is taken over.
 * Errors: `items.lockedByDirectory` (unprocessable; fields).
 */
export async function refuseTrespass(tx: Tx, basicCode: string, { before, after }: { before: RevisionContent; after: RevisionContent }): Promise<void> {
  const entry = await findEntryOf(tx, basicCode);
  const fields = entry ? trespasses(before, after, entry.elements) : [];
  if (fields.length > 0) throw new DomainError("unprocessable", "items.lockedByDirectory", { fields: fields.join(", ") });
}

/** Refuses to make public what is not as the directory says. Errors: `items.differsFromDirectory` (unprocessable; fields). */
export async function demandInherited(tx: Tx, basicCode: string, content: RevisionContent): Promise<void> {
  const entry = await findEntryOf(tx, basicCode);
  const fields = entry ? differences(content, entry.elements) : [];
  if (fields.length > 0) throw new DomainError("unprocessable", "items.differsFromDirectory", { fields: fields.join(", ") });
}

/** The published elements, and those of the edition before. */
async function publishedPair(tx: Tx, directoryItemId: string): Promise<{ now: DirectoryElements; before?: DirectoryElements } | undefined> {
  const editions = await tx.select({ id: directoryEditions.id, number: directoryEditions.number, elements: directoryEditions.elements, current: directoryItems.currentEditionId })
    .from(directoryEditions).innerJoin(directoryItems, eq(directoryItems.id, directoryEditions.directoryItemId)).where(eq(directoryItems.id, directoryItemId));
  const now = editions.find(({ id, current }) => id === current);
  const before = editions.filter(({ number }) => now && number < now.number).toSorted((a, b) => b.number - a.number)[0];
  return now && { now: now.elements, ...(before ? { before: before.elements } : {}) };
}

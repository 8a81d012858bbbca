import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { revisionSaves, serviceItemRevisions } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { foldEnglish } from "@/domain/items/rules/english";
import type { RevisionContent } from "@/domain/items/schema";
import type { RowProblem } from "@/domain/items/schema/exchange";
import type { AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordDigest } from "@/server/core/documents/canonical";
import { lastRevisionNumber } from "../queries/editing";
import type { OpenDraft } from "../queries/run-plan";

/** What came of work on one item: the item, which has a draft now, or why it has none. */
export type Outcome = { itemId: string; audit: AuditEntry[] } | { problems: RowProblem[] };

type Draft = { itemId: string; draft: Pick<OpenDraft, "id" | "version" | "content"> | undefined; content: RevisionContent };

/** Opens a draft with this content, or saves it over the one that is open, which stays among its saves. */
export async function writeDraft(tx: Tx, { actor, now }: Ctx & { actor: User }, { itemId, draft, content: given }: Draft): Promise<Outcome> {
  const content = foldEnglish(given);
  const contentHash = recordDigest(content);
  if (draft) {
    await tx.insert(revisionSaves).values({ revisionId: draft.id, version: draft.version, content: draft.content, savedAt: now }).onConflictDoNothing();
    await tx.update(serviceItemRevisions).set({ content, contentHash, version: draft.version + 1, updatedAt: now }).where(eq(serviceItemRevisions.id, draft.id));
    return { itemId, audit: [{ action: "items.saveRevision", subject: { type: "serviceItemRevision", id: draft.id }, after: { contentHash, version: draft.version + 1 } }] };
  }
  const [opened] = await tx.insert(serviceItemRevisions).values({
    serviceItemId: itemId, number: (await lastRevisionNumber(tx, itemId)) + 1, status: "draft", content, contentHash, createdBy: actor.id, createdAt: now, updatedAt: now,
  }).returning({ id: serviceItemRevisions.id });
  if (!opened) throw new Error("the draft was not returned");
  return { itemId, audit: [{ action: "items.openRevision", subject: { type: "serviceItemRevision", id: opened.id }, after: { contentHash, version: 0 } }] };
}

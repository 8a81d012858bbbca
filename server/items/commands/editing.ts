import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { revisionReviews, serviceItems } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { hindrance } from "@/domain/items/policy";
import { lintRevision } from "@/domain/items/policy/lint";
import type { LifeAct } from "@/domain/items/rules/life";
import type { RevisionContent } from "@/domain/items/schema";
import { authorize } from "@/server/core/authorize";
import type { Ctx } from "@/server/core/context";
import { getEditable, type Draft, type Editable } from "../queries/editing";
import { readLintFacts } from "../queries/lint-facts";

export type StaffCtx = Ctx & { actor: User };

/** The item, held against other editors until the transaction ends, once the actor may do this to it. */
export async function lockFor(tx: Tx, { actor }: StaffCtx, itemId: string, act: LifeAct): Promise<Editable> {
  await lockItem(tx, itemId);
  const editable = await getEditable(tx, actor, itemId);
  authorize(hindrance(actor, act, editable.facts));
  return editable;
}

export async function lockItem(tx: Tx, itemId: string): Promise<void> {
  await tx.select({ id: serviceItems.id }).from(serviceItems).where(eq(serviceItems.id, itemId)).for("update");
}

/** The draft, if nobody saved it since. Errors: `items.noDraft`, `items.changedMeanwhile` with who and when. */
export function atVersion({ draft, edits }: Editable, version: number): Draft {
  if (!draft) throw new DomainError("conflict", "items.noDraft");
  if (draft.version !== version) throw new DomainError("conflict", "items.changedMeanwhile", { name: edits[0]?.name ?? "", at: draft.updatedAt.toISOString() });
  return draft;
}

/** Whether nothing in the draft is wrong now, links and registers included. */
export async function countErrors(tx: Tx, content: RevisionContent): Promise<number> {
  return lintRevision(content, await readLintFacts(tx, content)).filter(({ severity }) => severity === "error").length;
}

/** Errors: `items.hasProblems` (unprocessable; count). */
export async function demandSound(tx: Tx, content: RevisionContent): Promise<void> {
  const count = await countErrors(tx, content);
  if (count > 0) throw new DomainError("unprocessable", "items.hasProblems", { count });
}

type Said = Omit<typeof revisionReviews.$inferInsert, "revisionId" | "accountId" | "at">;

/** Adds what was done to the talk between editor and publisher. */
export async function say(tx: Tx, { actor, now }: Ctx, revisionId: string, said: Said): Promise<void> {
  await tx.insert(revisionReviews).values({ ...said, revisionId, accountId: actor.kind === "user" ? actor.id : null, at: now });
}

export const stateOf = ({ id, serviceItemId, number, version }: Draft) => ({ itemId: serviceItemId, revisionId: id, revision: number, version });
export const digestOf = ({ contentHash, version }: Pick<Draft, "contentHash" | "version">) => ({ contentHash, version });
export const entry = (action: LifeAct, draft: Pick<Draft, "id">) => ({ action: `items.${action}`, subject: { type: "serviceItemRevision", id: draft.id } });

import { eq } from "drizzle-orm";
import { applications } from "@/db/schema";
import type { ById } from "@/domain/applications/schema";
import { DomainError } from "@/domain/core/errors";
import { carryAnswers } from "@/domain/forms/rules/migrate";
import { formOf } from "@/domain/items/rules";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { answersOf, type Case } from "../queries/case";
import { findNewer } from "../queries/revision";
import { lockEditable, sealAnswers } from "./draft";

/**
 * Moves a draft to the edition of its item that is published now; answers stay by the stable ids of their fields.
 * Errors: `applications.notFound`, `applications.notEditable`, `applications.revisionCurrent` (conflict).
 */
export function adoptRevision(ctx: Ctx, { id }: ById): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const found = await lockEditable(tx, ctx, id);
    if (found.application.status !== "draft") throw new DomainError("conflict", "applications.notEditable");
    const newer = await findNewer(tx, found.application);
    if (!newer) throw new DomainError("conflict", "applications.revisionCurrent");
    const answers = carryAnswers(formOf(found.content), formOf(newer.content), answersOf(found.application));
    await tx.update(applications).set({ revisionId: newer.id, itemName: newer.content.name, answers: sealAnswers(id, answers), savedAt: ctx.now, awaitingPrincipalSince: null, awaitingPrincipalBy: null, awaitingChoices: null }).where(eq(applications.id, id));
    return {
      value: { id },
      audit: { action: "applications.adoptRevision", subject: { type: "application", id }, before: { revisionId: found.application.revisionId }, after: { revisionId: newer.id } },
    };
  });
}

/** Throws where the item has a newer edition, or takes no applications now: nobody files what is no longer asked. */
export function demandCurrent({ outdated, itemStatus }: Case): void {
  if (itemStatus !== "published") throw new DomainError("conflict", itemStatus === "cancelled" ? "items.ended" : "items.suspended");
  if (outdated) throw new DomainError("conflict", "applications.revisionOutdated");
}

import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications } from "@/db/schema";
import { canAskPrincipal, canFile } from "@/domain/applications/policy";
import type { ReturnToDelegate, SubmitApplication } from "@/domain/applications/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { getCase, type Case } from "../queries/case";
import { notAwaiting } from "./act";
import { checkEligible } from "./draft";
import { validAnswers } from "./submit";
import { materialsToPromise } from "./supplement";

export type Asked = { id: string; number: string; awaitingSince: string };

async function lockCase(tx: Tx, ctx: Ctx, id: string): Promise<Case> {
  await tx.select({ id: applications.id }).from(applications).where(eq(applications.id, id)).for("update");
  return getCase(tx, ctx.actor, { id });
}

/**
 * Hands what a delegate filled in to the principal, who files it; until then it stays the draft (or the correction) it is.
 * The whole form is checked as at filing. What the delegate would promise to hand in later is shown to the principal, whose
 * filing makes it a promise. Asked again, it stays as it was.
 * Errors: `applications.notFound`, `access.forbidden`, `applications.notEditable`, `applications.notTolerable` (conflict), `applications.answersIncomplete` (unprocessable).
 */
export function askPrincipal(ctx: Ctx & { actor: User }, { id, later = [], person = false }: SubmitApplication): Promise<Asked> {
  return commit(ctx, async (tx) => {
    const { application, ...found } = await lockCase(tx, ctx, id);
    if (!canAskPrincipal(ctx.actor, application)) throw refusal(ctx, application.status);
    const answers = await validAnswers(tx, ctx, { application, ...found });
    checkEligible(ctx.actor, found.content);
    await materialsToPromise(tx, ctx, { application, ...found }, { later, answers });
    const since = application.awaitingPrincipalSince ?? ctx.now;
    const first = application.awaitingPrincipalSince ? {} : { awaitingPrincipalBy: ctx.actor.id, awaitingChoices: { later, person } };
    await tx.update(applications).set({ ...first, awaitingPrincipalSince: since, principalWord: null }).where(eq(applications.id, id));
    return {
      value: { id, number: application.number, awaitingSince: since.toISOString() },
      audit: { action: "applications.askPrincipal", subject: { type: "application", id } },
      outbox: application.awaitingPrincipalSince ? [] : [{ topic: "applications.awaitsPrincipal", payload: { applicationId: id, since: since.toISOString() } }],
    };
  });
}

const refusal = ({ actor }: Ctx, status: Case["application"]["status"]) =>
  status === "draft" || status === "correction" || actor.kind !== "user" ? new DomainError("forbidden", "access.forbidden") : new DomainError("conflict", "applications.notEditable");

/**
 * Sends back, with a word, what a delegate handed over; they may change it and ask again.
 * Errors: `applications.notFound`, `access.forbidden`, `applications.notAwaiting` (conflict).
 */
export function returnToDelegate(ctx: Ctx, { id, word }: ReturnToDelegate): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { application } = await lockCase(tx, ctx, id);
    const { awaitingPrincipalBy } = application;
    if (!awaitingPrincipalBy) throw new DomainError("conflict", "applications.notAwaiting");
    if (!canFile(ctx.actor, application)) throw new DomainError("forbidden", "access.forbidden");
    const principalWord = seal(word, { table: "applications", column: "principal_word", row: id });
    await tx.update(applications).set({ ...notAwaiting, principalWord }).where(eq(applications.id, id));
    return {
      value: { id },
      audit: { action: "applications.returnToDelegate", subject: { type: "application", id } },
      outbox: [{ topic: "applications.returnedToDelegate", payload: { applicationId: id, accountId: awaitingPrincipalBy, at: ctx.now.toISOString() } }],
    };
  });
}

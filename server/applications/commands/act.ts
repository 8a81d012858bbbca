import { and, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationEvents, applications, applicationSteps, numberSequences } from "@/db/schema";
import { hindrance, isApplicant, roleFor } from "@/domain/applications/policy";
import { handsOver, nextStatus } from "@/domain/applications/rules";
import type { ApplicationAction, ApplicationStatus } from "@/domain/applications/schema";
import { DomainError } from "@/domain/core/errors";
import { authorize } from "@/server/core/authorize";
import { commit, type AuditEntry, type Committed, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { getCase, type ApplicationRow, type Case } from "../queries/case";

/** What an act does beyond the change of status; all of it in the same transaction. */
export type Effect = {
  patch?: Partial<typeof applications.$inferInsert>;
  reason?: string;
  /** Facts of the act for the history: labels, dates, codes; never personal data. */
  payload?: Record<string, unknown>;
  /** Steps that become done (with an opinion) or active. */
  steps?: { done?: { key: string; opinion?: string }; active?: string | null; reopened?: string };
  outbox?: OutboxEntry[];
  audit?: AuditEntry[];
};

export type Act = { id: string; version?: number; action: ApplicationAction };
export type Acted = { id: string; number: string; status: ApplicationStatus; version: number };

/**
 * One act on a case (`extra` joins the answer, also the one kept for a repeated key): the row locked, the version compared, table and policy asked, status, steps, event, audit and
 * outbox written together. Two at once: one wins, the other gets `applications.changedMeanwhile` with who did what.
 * Errors: `applications.notFound`, `applications.changedMeanwhile`, `access.forbidden`, and the codes of table and guards.
 */
export function act<Extra extends object = object>(ctx: Ctx, { id, version, action }: Act, effect: (found: Case, tx: Tx) => Promise<Effect> | Effect, extra?: Extra): Promise<Acted & Extra> {
  return commit<Acted & Extra>(ctx, async (tx) => {
    await tx.select({ id: applications.id }).from(applications).where(eq(applications.id, id)).for("update");
    const found = await getCase(tx, ctx.actor, { id });
    if (version !== undefined && version !== found.application.version) throw await changedMeanwhile(tx, found.application);
    authorize(hindrance(ctx.actor, action, found.facts));
    const status = nextStatus(found.facts, action, ctx.now);
    const { value, ...rest } = await write(tx, ctx, { found, action, status, effect: await effect(found, tx) });
    return { value: { ...value, ...(extra ?? noExtra<Extra>()) }, ...rest };
  });
}

// Safe: without an extra, Extra is `object`, which the empty object is.
const noExtra = <Extra extends object>(): Extra => ({}) as Extra;

type Move = { found: Case; action: ApplicationAction; status: ApplicationStatus; effect: Effect };

async function write(tx: Tx, ctx: Ctx, { found, action, status, effect }: Move): Promise<Committed<Acted>> {
  const before = found.application;
  const version = before.version + 1;
  const [after] = await tx.update(applications)
    .set({ ...claimAfter(ctx, before, action), ...(status === before.status ? {} : notAwaiting), ...effect.patch, status, version })
    .where(and(eq(applications.id, before.id), eq(applications.version, before.version)))
    .returning();
  if (!after) throw await changedMeanwhile(tx, before);
  await moveSteps(tx, ctx, before.id, effect.steps);
  const [event] = await tx.insert(applicationEvents).values({
    applicationId: before.id, sequence: version, action, fromStatus: before.status, toStatus: status,
    ...signature(ctx), actorRole: roleFor(ctx.actor, action, before),
    reason: effect.reason ?? null, payload: effect.payload ?? {}, at: ctx.now, idempotencyKey: ctx.idempotency?.key ?? null,
  }).returning({ id: applicationEvents.id });
  return {
    value: { id: after.id, number: after.number, status: after.status, version: after.version },
    audit: [{ action: `applications.${action}`, subject: { type: "application", id: after.id }, before: { status: before.status, version: before.version }, after: { status, version } }, ...(effect.audit ?? [])],
    outbox: [{ topic: "applications.event", payload: { applicationId: after.id, eventId: event?.id, action } }, ...(effect.outbox ?? [])],
  };
}

/** Who is named for an act, and for whom they did it. */
function signature({ actor }: Ctx) {
  if (actor.kind !== "user") return { actorId: null, actorName: "system", onBehalfOf: null };
  return { actorId: actor.id, actorName: actor.name, onBehalfOf: actor.actingFor?.name ?? null };
}

/** What a case says that no longer waits for its principal. */
export const notAwaiting = { awaitingPrincipalSince: null, awaitingPrincipalBy: null, principalWord: null };

// A desk act takes the case and ends the time to take it back; handing it on to the next role leaves it free.
function claimAfter({ actor, now }: Ctx, application: ApplicationRow, action: ApplicationAction) {
  if (isApplicant(actor, application)) return { claimedBy: null, claimedAt: null };
  if (handsOver.has(action) || actor.kind !== "user") return { claimedBy: null, claimedAt: null, takeBackUntil: null };
  return { claimedBy: actor.id, claimedAt: application.claimedAt ?? now, takeBackUntil: null };
}

async function moveSteps(tx: Tx, { actor, now }: Ctx, applicationId: string, steps: Effect["steps"]): Promise<void> {
  if (!steps) return;
  const step = (key: string) => and(eq(applicationSteps.applicationId, applicationId), eq(applicationSteps.key, key));
  if (steps.done) {
    const by = actor.kind === "user" ? { completedBy: actor.id, completedByName: actor.name } : {};
    await tx.update(applicationSteps).set({ status: "done", opinion: steps.done.opinion ?? null, completedAt: now, ...by }).where(step(steps.done.key));
  }
  if (steps.reopened) {
    await tx.update(applicationSteps).set({ status: "pending" }).where(and(eq(applicationSteps.applicationId, applicationId), eq(applicationSteps.status, "active")));
    await tx.update(applicationSteps).set({ status: "active", completedAt: null, completedBy: null, completedByName: null }).where(step(steps.reopened));
  }
  if (steps.active) await tx.update(applicationSteps).set({ status: "active" }).where(step(steps.active));
}

/** The conflict that tells what a colleague did since. */
export async function changedMeanwhile(tx: Tx, { id }: Pick<ApplicationRow, "id">): Promise<DomainError> {
  const [latest] = await tx.select({ action: applicationEvents.action, who: applicationEvents.actorName, at: applicationEvents.at })
    .from(applicationEvents).where(eq(applicationEvents.applicationId, id)).orderBy(desc(applicationEvents.sequence)).limit(1);
  const params = latest ? { action: latest.action, who: latest.who, at: latest.at.toISOString() } : {};
  return new DomainError("conflict", "applications.changedMeanwhile", params);
}

/** The next value of a named sequence; safe under concurrency, gaps allowed. */
export async function nextInSequence(tx: Tx, scope: string): Promise<number> {
  const [row] = await tx.insert(numberSequences).values({ scope, last: 1 })
    .onConflictDoUpdate({ target: numberSequences.scope, set: { last: sql`${numberSequences.last} + 1` } }).returning({ last: numberSequences.last });
  if (!row) throw new Error("a sequence gave no number");
  return row.last;
}

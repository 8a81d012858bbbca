import { and, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { prepared } from "@/db/prepared";
import { applicationEvents, applications, numberSequences } from "@/db/schema";
import { hindrance, isApplicant, roleFor } from "@/domain/applications/policy";
import { besideTheCourse, handsOver, nextStatus } from "@/domain/applications/rules";
import { holderOf, openSteps } from "@/domain/applications/rules/steps";
import type { ApplicationAction, ApplicationStatus } from "@/domain/applications/schema";
import { doerOf } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { authorize } from "@/server/core/authorize";
import { commit, type AuditEntry, type Committed, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { asSet, missingGlyphs } from "@/server/core/documents/fonts";
import { newUnorderedId } from "@/server/core/ids";
import { getCase, type ApplicationRow, type Case } from "../queries/case";
import { sealSaid } from "../queries/events";
import { endDeskDraft } from "./desk-drafts";
import { claimedByOther } from "./give";
import { closeOvertaken } from "./proposals";
import { dateSteps, moveSteps, stepOrders, type StepMoves } from "./steps";

const lock = prepared((db) => db.select({ id: applications.id }).from(applications).where(eq(applications.id, sql.placeholder("id"))).for("update"));

/** What an act does beyond the change of status; all of it in the same transaction. */
export type Effect = {
  patch?: Partial<typeof applications.$inferInsert>;
  reason?: string;
  /** Facts of the act for the history: labels, dates, codes; never personal data. */
  payload?: Record<string, unknown>;
  /** Where the steps stand after it. */
  steps?: StepMoves;
  outbox?: OutboxEntry[];
  audit?: AuditEntry[];
};

/** `step`: the one step it is about; `before`: what has to be written before the rules look at the case. */
export type Act = { id: string; version?: number; action: ApplicationAction; step?: string | undefined; before?: ((tx: Tx) => Promise<void>) | undefined };
export type Acted = { id: string; number: string; status: ApplicationStatus; version: number };

/**
 * One act on a case (`extra` joins the answer, also the one kept for a repeated key): the row locked, the version compared, table and policy asked, status, steps, event, audit and
 * outbox written together. Two at once: one wins, the other gets `applications.changedMeanwhile` with who did what.
 * Errors: `applications.notFound`, `applications.changedMeanwhile`, `access.forbidden`, `certificates.missingGlyph`, and the codes of table and guards.
 */
export function act<Extra extends object = object>(ctx: Ctx, { id, version, action, step, before }: Act, effect: (found: Case, tx: Tx) => Promise<Effect> | Effect, extra?: Extra): Promise<Acted & Extra> {
  return commit<Acted & Extra>(ctx, async (tx) => {
    await lock(tx, { id });
    await before?.(tx);
    const found = await getCase(tx, ctx.actor, { id });
    if (version !== undefined && version !== found.application.version) throw await changedMeanwhile(tx, found.application);
    const hindered = hindrance(ctx.actor, action, found.facts, step);
    if (hindered === "applications.claimedByOther") throw await claimedByOther(tx, holderInTheWay(found.facts, action, step));
    authorize(hindered);
    const status = nextStatus(found.facts, action, ctx.now);
    const done = await effect(found, tx);
    if (!isApplicant(ctx.actor, found.application)) requireSettable(done);
    const { value, ...rest } = await write(tx, ctx, { found, action, status, step, effect: done });
    return { value: { ...value, ...(extra ?? noExtra<Extra>()) }, ...rest };
  });
}

/** What the office says goes on a notice: an act whose notice could never be drawn is refused, and not done without one. Errors: `certificates.missingGlyph` (unprocessable; characters). */
function requireSettable({ reason = "", payload = {} }: Effect): void {
  const characters = missingGlyphs(asSet(`${reason}\n${textsIn(payload).join("\n")}`));
  if (characters) throw new DomainError("unprocessable", "certificates.missingGlyph", { characters });
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Who has in hand what somebody else would act on. */
function holderInTheWay(facts: Case["facts"], action: ApplicationAction, step: string | undefined): string | null {
  if (action !== "completeStep") return facts.claimedBy;
  return openSteps(facts).filter(({ key }) => step === undefined || key === step).map((one) => holderOf(facts, one)).find((holder) => holder !== null) ?? facts.claimedBy;
}

// Safe: without an extra, Extra is `object`, which the empty object is.
const noExtra = <Extra extends object>(): Extra => ({}) as Extra;

type Move = { found: Case; action: ApplicationAction; status: ApplicationStatus; step: string | undefined; effect: Effect };

async function write(tx: Tx, ctx: Ctx, move: Move): Promise<Committed<Acted>> {
  const { found: { application: before }, action, status, effect } = move;
  const version = before.version + 1;
  const stepDueOn = await movedSteps(tx, ctx, move);
  const told = await stepOrders(tx, move.found, status);
  const [after] = await tx.update(applications)
    .set({ ...claimAfter(ctx, before, action), ...(status === before.status ? {} : notAwaiting), ...effect.patch, stepDueOn, status, version })
    .where(and(eq(applications.id, before.id), eq(applications.version, before.version)))
    .returning({ id: applications.id, number: applications.number, status: applications.status, version: applications.version });
  if (!after) throw await changedMeanwhile(tx, before);
  await closeOvertaken(tx, ctx, { proposals: move.found.proposals, action, status });
  await endDeskDraft(tx, ctx, before.id, action);
  // In the order of their sequence.
  const eventId = newUnorderedId();
  return {
    value: { id: after.id, number: after.number, status: after.status, version: after.version },
    audit: [{ action: `applications.${action}`, subject: { type: "application", id: after.id }, before: { status: before.status, version: before.version }, after: { status, version } }, ...(effect.audit ?? [])],
    outbox: [{ topic: "applications.event", payload: { applicationId: after.id, eventId, action } }, ...told, ...(effect.outbox ?? [])],
    writes: [eventOf(tx, ctx, eventId, move)],
  };
}

async function movedSteps(tx: Tx, ctx: Ctx, { found: { application: { id }, steps, content }, status, effect }: Move) {
  if (effect.steps) await moveSteps(tx, ctx, steps, effect.steps);
  return dateSteps(tx, { id, status, steps: content.steps });
}

function eventOf(tx: Tx, ctx: Ctx, id: string, { found: { application, facts }, action, status, step, effect }: Move) {
  return tx.insert(applicationEvents).values({
    id, applicationId: application.id, sequence: application.version + 1, action, fromStatus: application.status, toStatus: status,
    ...signature(ctx), actorRole: roleFor(ctx.actor, action, application, facts.steps.find(({ key }) => key === step)),
    ...sealSaid(id, effect), at: ctx.now, idempotencyKey: ctx.idempotency?.key ?? null,
  });
}

/** Who is named for an act, and for whom they did it. */
function signature({ actor }: Ctx) {
  if (actor.kind !== "user") return { actorId: null, actorName: "system", onBehalfOf: null };
  const { id: actorId, name: actorName } = doerOf(actor);
  return { actorId, actorName, onBehalfOf: actor.actingFor?.name ?? (actor.servedBy ? actor.name : null) };
}

/** What a case says that no longer waits for its principal. */
export const notAwaiting = { awaitingPrincipalSince: null, awaitingPrincipalBy: null, principalWord: null, awaitingChoices: null };

// A desk act takes the case and ends the time to take it back; handing it on to the next role leaves it free. A step that
// is finished beside others leaves the case in the hands it was in.
function claimAfter({ actor, now }: Ctx, application: ApplicationRow, action: ApplicationAction) {
  if (isApplicant(actor, application) && action !== "supplement") return { claimedBy: null, claimedAt: null };
  const beside = besideTheCourse.has(action) || (action === "completeStep" && actor.kind === "user" && application.claimedBy !== actor.id);
  if (beside) return { takeBackUntil: null };
  if (handsOver.has(action) || actor.kind !== "user") return { claimedBy: null, claimedAt: null, takeBackUntil: null };
  return { claimedBy: actor.id, claimedAt: application.claimedAt ?? now, takeBackUntil: null };
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

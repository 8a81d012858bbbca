import { and, asc, eq, inArray, isNull, lte, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { itemFiles, revisionSaves, serviceItemRevisions, serviceItems, warningAnswers } from "@/db/schema";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { unansweredWarnings, warningKey } from "@/domain/items/policy/answers";
import { lintRevision } from "@/domain/items/policy/lint";
import { filesIn } from "@/domain/items/rules/files";
import { linksIn } from "@/domain/items/rules/links";
import { afterHour } from "@/domain/items/rules/life";
import type { DraftReference } from "@/domain/items/schema";
import type { AnswerWarnings, CallOffRevision, HandOver, ReturnRevision, ScheduleRevision, WarningAnswer } from "@/domain/items/schema/life";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { readEditable, type Draft, type Editable } from "../queries/editing";
import { readLintFacts } from "../queries/lint-facts";
import { listAnswers } from "../queries/reviews";
import { atVersion, countErrors, demandSound, digestOf, entry, lockFor, lockItem, say, stateOf, type StaffCtx } from "./editing";
import { demandInherited } from "./inherit";
import { indexForSearch } from "./search-index";

/** Keeps why warnings may stand. Errors: `items.notFound`, `items.noDraft`, `items.inReview`, `items.scheduled`, `items.changedMeanwhile`. */
export function answerWarnings(ctx: StaffCtx, { itemId, version, answers }: AnswerWarnings) {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, itemId, "handOver"), version);
    await keepAnswers(tx, ctx, draft, answers);
    return { value: stateOf(draft), audit: { action: "items.answerWarnings", subject: { type: "serviceItemRevision", id: draft.id }, after: { answers } } };
  });
}

async function keepAnswers(tx: Tx, ctx: StaffCtx, draft: Draft, answers: readonly WarningAnswer[]): Promise<void> {
  const open = new Set(lintRevision(draft.content, await readLintFacts(tx, draft.content)).map(warningKey));
  for (const { warning, reason } of answers.filter((answer) => open.has(answer.warning))) {
    const given = { reason, answeredBy: ctx.actor.id, answeredAt: ctx.now };
    await tx.insert(warningAnswers).values({ revisionId: draft.id, warning, ...given })
      .onConflictDoUpdate({ target: [warningAnswers.revisionId, warningAnswers.warning], set: given, setWhere: ne(warningAnswers.reason, reason) });
  }
}

/**
 * Gives the draft to the publisher with a word. What is wrong must be right first, and every warning answered.
 * Errors: `items.notFound`, `items.noDraft`, `items.changedMeanwhile`, `items.hasProblems` (count), `items.warningsUnanswered` (count).
 */
export function handOver(ctx: StaffCtx, { itemId, version, note, answers }: HandOver) {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, itemId, "handOver"), version);
    await demandSound(tx, draft.content);
    await keepAnswers(tx, ctx, draft, answers);
    const problems = lintRevision(draft.content, await readLintFacts(tx, draft.content));
    const unanswered = unansweredWarnings(problems, await listAnswers(tx, draft.id));
    if (unanswered.length > 0) throw new DomainError("unprocessable", "items.warningsUnanswered", { count: unanswered.length });
    await toStage(tx, ctx, draft, { stage: "inReview" });
    await say(tx, ctx, draft.id, { act: "handOver", note });
    return {
      value: stateOf(draft), audit: { ...entry("handOver", draft), after: { note } },
      outbox: linksIn(draft.content).length > 0 ? [{ topic: "items.checkLinks", payload: { revisionId: draft.id } }] : [],
    };
  });
}

/** The editor takes the draft back to go on writing. Errors: `items.notFound`, `items.noDraft`, `items.notHandedOver`, `items.scheduled`. */
export function takeBack(ctx: StaffCtx, { itemId, version }: DraftReference) {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, itemId, "takeBack"), version);
    await toStage(tx, ctx, draft, { stage: "editing" });
    await say(tx, ctx, draft.id, { act: "takeBack" });
    return { value: stateOf(draft), audit: entry("takeBack", draft) };
  });
}

/** The publisher gives the draft back with what to put right. Errors: as `takeBack`, and `items.commentMissing` (invalid). */
export function returnRevision(ctx: StaffCtx, { itemId, version, note, comments }: ReturnRevision) {
  if (!note && comments.length === 0) throw new DomainError("invalid", "items.commentMissing");
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, itemId, "returnRevision"), version);
    await toStage(tx, ctx, draft, { stage: "editing" });
    await say(tx, ctx, draft.id, { act: "return", note, comments });
    return { value: stateOf(draft), audit: { ...entry("returnRevision", draft), after: { note, comments } } };
  });
}

/**
 * Sets the hour at which the draft becomes public. Never by who edited it.
 * Errors: `items.notFound`, `items.noDraft`, `items.notHandedOver`, `items.ownRevision`, `items.hasProblems`, `items.hourPast`.
 */
export function scheduleRevision(ctx: StaffCtx, { itemId, version, publishAt, reason }: ScheduleRevision) {
  const hour = new Date(publishAt);
  if (hour <= ctx.now) throw new DomainError("unprocessable", "items.hourPast");
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, itemId, "scheduleRevision"), version);
    await demandSound(tx, draft.content);
    await toStage(tx, ctx, draft, { stage: "scheduled", publishAt: hour, scheduledBy: ctx.actor.id });
    await say(tx, ctx, draft.id, { act: "schedule", note: reason, publishAt: hour });
    return { value: { ...stateOf(draft), publishAt: hour.toISOString() }, audit: { ...entry("scheduleRevision", draft), after: { publishAt: hour.toISOString(), reason } } };
  });
}

/** Takes the hour away again; the draft is with the publisher as before. Errors: `items.notFound`, `items.noDraft`, `items.notScheduled`. */
export function callOffRevision(ctx: StaffCtx, { itemId, version, reason }: CallOffRevision) {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, itemId, "callOffRevision"), version);
    await toStage(tx, ctx, draft, { stage: "inReview" });
    await say(tx, ctx, draft.id, { act: "callOff", note: reason });
    return { value: stateOf(draft), audit: { ...entry("callOffRevision", draft), after: { reason } } };
  });
}

type Staged = { stage: "editing" | "inReview"; publishAt?: null; scheduledBy?: null } | { stage: "scheduled"; publishAt: Date; scheduledBy: string };

async function toStage(tx: Tx, { now }: Ctx, { id }: Draft, staged: Staged): Promise<void> {
  await tx.update(serviceItemRevisions).set({ publishAt: null, scheduledBy: null, ...staged, updatedAt: now }).where(eq(serviceItemRevisions.id, id));
}

/**
 * Makes the draft what the public reads: the old revision is superseded, search follows, cases keep theirs. Never by
 * someone who edited it. Errors: `items.notFound`, `items.noDraft`, `items.notHandedOver`, `items.changedMeanwhile`,
 * `items.ownRevision`, `items.hasProblems` (count), `items.differsFromDirectory` (fields).
 */
export function publishRevision(ctx: StaffCtx, { itemId, version }: DraftReference) {
  return commit(ctx, async (tx) => {
    const editable = await lockFor(tx, ctx, itemId, "publishRevision");
    const draft = atVersion(editable, version);
    await demandSound(tx, draft.content);
    await demandInherited(tx, editable.item.basicCode, draft.content);
    return makePublic(tx, ctx, { editable, draft, signedBy: ctx.actor.id });
  });
}

type Publication = { editable: Editable; draft: Draft; signedBy: string };

async function makePublic(tx: Tx, ctx: Ctx, { editable, draft, signedBy }: Publication) {
  const itemId = editable.item.id;
  await tx.update(serviceItemRevisions).set({ status: "superseded", updatedAt: ctx.now })
    .where(and(eq(serviceItemRevisions.serviceItemId, itemId), eq(serviceItemRevisions.status, "published")));
  await tx.update(serviceItemRevisions)
    .set({ status: "published", stage: "editing", publishAt: null, scheduledBy: null, publishedBy: signedBy, publishedAt: ctx.now, updatedAt: ctx.now })
    .where(eq(serviceItemRevisions.id, draft.id));
  await tx.delete(revisionSaves).where(eq(revisionSaves.revisionId, draft.id));
  const status = editable.item.status === "draft" ? "published" : editable.item.status;
  await tx.update(serviceItems).set({ currentRevisionId: draft.id, status, updatedAt: ctx.now }).where(eq(serviceItems.id, itemId));
  await say(tx, ctx, draft.id, { act: "publish" });
  await openFiles(tx, ctx, filesIn(draft.content).map(({ file }) => file.fileId));
  await indexForSearch(tx, editable, draft.content);
  return {
    value: { itemId, revision: draft.number, status },
    audit: { ...entry("publishRevision", draft), before: editable.current ? digestOf(editable.current) : null, after: { ...digestOf(draft), signedBy } },
  };
}

/** From now on anyone may fetch what a published revision names, for good: people keep links. */
async function openFiles(tx: Tx, { now }: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.update(itemFiles).set({ publishedAt: now }).where(and(inArray(itemFiles.id, [...ids]), isNull(itemFiles.publishedAt)));
}

/**
 * Publishes what its hour has come for, in the name of who set it; what is no longer sound goes back to the publisher and
 * both are told. Each once, however many runners do it at once. Returns how many were worked off.
 */
export async function publishDue(ctx: Ctx): Promise<number> {
  const due = await ctx.db.select({ itemId: serviceItems.id, revisionId: serviceItemRevisions.id }).from(serviceItemRevisions)
    .innerJoin(serviceItems, eq(serviceItems.id, serviceItemRevisions.serviceItemId))
    .where(and(eq(serviceItemRevisions.status, "draft"), lte(serviceItemRevisions.publishAt, ctx.now), ne(serviceItems.status, "cancelled")))
    .orderBy(asc(serviceItemRevisions.publishAt)).limit(100);
  let worked = 0;
  for (const one of due) worked += await atItsHour(ctx, one);
  return worked;
}

async function atItsHour(ctx: Ctx, { itemId, revisionId }: { itemId: string; revisionId: string }): Promise<number> {
  try {
    await commit(ctx, async (tx) => {
      await lockItem(tx, itemId);
      const editable = await readEditable(tx, itemId);
      const draft = editable?.draft;
      // Another runner was faster, or the publisher called it off a moment ago.
      if (!editable || draft?.id !== revisionId || !draft.scheduledBy || !draft.publishAt || draft.publishAt > ctx.now) throw new DomainError("conflict", "items.notScheduled");
      const sound = (await countErrors(tx, draft.content)) === 0;
      if (afterHour(editable.facts, sound).draft === null) return makePublic(tx, ctx, { editable, draft, signedBy: draft.scheduledBy });
      await toStage(tx, ctx, draft, { stage: "inReview" });
      await say(tx, ctx, draft.id, { act: "unsound" });
      return { value: { itemId, revision: draft.number, status: editable.item.status }, audit: { action: "items.unsoundAtItsHour", subject: { type: "serviceItemRevision", id: draft.id } } };
    });
    return 1;
  } catch (error) {
    if (isDomainError(error) && error.code === "items.notScheduled") return 0;
    throw error;
  }
}

import { and, eq, inArray, isNull, notInArray, sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, lifeEventCases, lifeEventParts } from "@/db/schema";
import { principalOf, type User } from "@/domain/core/actor";
import { dueOn, shanghaiDay } from "@/domain/core/calendar";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { compileForm } from "@/domain/forms/rules/compile";
import type { Answers } from "@/domain/forms/schema";
import { hindranceToBegin } from "@/domain/lifeEvents/policy";
import { answersFor, filled, jointLimit, membersFor, progressOf } from "@/domain/lifeEvents/rules";
import type { ByKey, CaseReference, FileLifeEvent, SaveQuestions } from "@/domain/lifeEvents/schema";
import { startApplication } from "@/server/applications/commands/draft";
import { submitApplication } from "@/server/applications/commands/submit";
import { takeOverAnswers, takeOverFiles } from "@/server/applications/commands/take-over";
import { getDraft } from "@/server/applications/queries/details";
import { getCalendar } from "@/server/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { contextOf, getOwn, listParts, partsOf, sealAnswers, type LifeEventCase } from "../queries/case";
import { getPublished } from "../queries/guide";

type CitizenCtx = Ctx & { actor: User };

const audit = (action: string, id: string, after?: unknown) => ({ action: `lifeEvents.${action}`, subject: { type: "lifeEventCase", id }, ...(after === undefined ? {} : { after }) });

/**
 * Begins a life event, or offers the one that is being filled in.
 * Errors: `lifeEvents.notFound`, `delegations.outOfScope`, `applications.forPersonsOnly`, `applications.forOrganisationsOnly`.
 */
export function startLifeEvent(ctx: CitizenCtx, { key }: ByKey): Promise<{ id: string; resumed: boolean }> {
  return commit(ctx, async (tx) => {
    const published = await getPublished(tx, key);
    const hindrance = hindranceToBegin(ctx.actor, published.content);
    if (hindrance) throw new DomainError(hindrance.startsWith("applications") ? "conflict" : "forbidden", hindrance);
    const { accountId, organisationId } = principalOf(ctx.actor);
    const owner = organisationId ? eq(lifeEventCases.organisationId, organisationId) : isNull(lifeEventCases.organisationId);
    const begun = async () => (await tx.select({ id: lifeEventCases.id }).from(lifeEventCases)
      .where(and(eq(lifeEventCases.applicantAccountId, accountId), eq(lifeEventCases.lifeEventId, published.id), owner, isNull(lifeEventCases.filedAt))).limit(1))[0]?.id;
    const there = await begun();
    if (there) return { value: { id: there, resumed: true }, audit: audit("resume", there) };
    const id = await newId(tx);
    const row = { id, lifeEventId: published.id, revisionId: published.revisionId, applicantAccountId: accountId, organisationId, createdAt: ctx.now, savedAt: ctx.now };
    const prefilled = compileForm(published.content.questions).prefill({}, await contextOf(tx, row, ctx.now)).answers;
    const [made] = await tx.insert(lifeEventCases).values({ ...row, answers: sealAnswers(id, prefilled) }).onConflictDoNothing().returning({ id: lifeEventCases.id });
    const value = made ? { id, resumed: false } : { id: (await begun()) ?? id, resumed: true };
    return { value, audit: audit(made ? "start" : "resume", value.id) };
  });
}

/** Saves a page of the questions, or the one of it that was shown: what is right is kept, what is wrong comes back as typed. Errors: `lifeEvents.notFound`, `lifeEvents.filedAlready`. */
export function saveQuestions(ctx: CitizenCtx, { id, section, raw, fields }: SaveQuestions) {
  return commit(ctx, async (tx) => {
    const found = await lockOpen(tx, ctx, id);
    const form = compileForm(found.content.questions);
    const context = await contextOf(tx, found.row, ctx.now);
    const read = form.readSection(section, raw, { previous: found.answers, context, open: fields && new Set(fields) });
    await tx.update(lifeEventCases).set({ answers: sealAnswers(id, read.answers), savedAt: ctx.now }).where(eq(lifeEventCases.id, id));
    const asked = form.visible(read.answers, context).sections.map((page) => page.section.id);
    if (read.errors.length === 0) await spread(tx, ctx, found, read.answers);
    return { value: { id, errors: read.errors, raw: read.raw, next: asked[asked.indexOf(section) + 1] ?? null }, audit: audit("save", id, { section }) };
  });
}

/** Gives the parts there are the answers they share; what was given before and changed since follows. */
async function spread(tx: Tx, ctx: CitizenCtx, { row, content, answers: before }: LifeEventCase, answers: Answers): Promise<void> {
  for (const { member, id, status } of await listParts(tx, { row, content })) {
    if (status !== "draft") continue;
    await takeOverAnswers(tx, ctx, id, (form, stored) => filled(stored, answersFor(content, member, form, answers), answersFor(content, member, form, before)));
  }
}

/**
 * Begins a draft for each item that the answers call for (or takes over the one there is) with the answers it shares; a
 * part that is no longer called for goes on as a draft of its own. Each draft is begun by itself, so that one closed
 * item (`hindered`, with its reason) does not keep the others waiting.
 * Errors: `lifeEvents.notFound`, `lifeEvents.filedAlready`, `lifeEvents.questionsOpen`.
 */
export async function prepareParts(ctx: CitizenCtx, { id }: CaseReference): Promise<{ id: string; hindered: { member: string; code: string }[] }> {
  const { row, content, answers } = await getOwn(ctx.db, ctx.actor, id);
  if (row.filedAt) throw new DomainError("conflict", "lifeEvents.filedAlready");
  const context = await contextOf(ctx.db, row, ctx.now);
  if (compileForm(content.questions).validate(answers, context).errors.length > 0) throw new DomainError("unprocessable", "lifeEvents.questionsOpen");
  const wanted = membersFor(content, answers, context);
  const begun: { member: string; applicationId: string }[] = [];
  const hindered: { member: string; code: string }[] = [];
  for (const { key, itemCode } of wanted) {
    await startApplication(byItself(ctx), ctx.actor, { itemCode })
      .then((draft) => begun.push({ member: key, applicationId: draft.id }))
      .catch((error: unknown) => hindered.push({ member: key, code: refusalCode(error) }));
  }
  return commit(ctx, async (tx) => {
    const found = await lockOpen(tx, ctx, id);
    const kept = begun.map(({ applicationId }) => applicationId);
    const drafts = tx.select({ id: applications.id }).from(applications).where(eq(applications.status, "draft"));
    await tx.delete(lifeEventParts).where(and(eq(lifeEventParts.caseId, id), inArray(lifeEventParts.applicationId, drafts), ...(kept.length > 0 ? [notInArray(lifeEventParts.applicationId, kept)] : [])));
    if (begun.length > 0) await tx.insert(lifeEventParts).values(begun.map((part) => ({ caseId: id, ...part }))).onConflictDoNothing();
    await spread(tx, ctx, found, found.answers);
    return { value: { id, hindered }, audit: audit("prepare", id, { parts: begun.map(({ member }) => member) }) };
  });
}

export type Filed = { member: string; number: string; queryCode: string };
export type NotFiled = { member: string; code: string };

/**
 * Files every part that is a draft, each by itself: one that is refused stays a draft with its reason, the others go their
 * way. Shared documents are copied into the parts that lack them first. Filing again files what is left.
 * Errors: `lifeEvents.notFound`, `lifeEvents.nothingToFile` (conflict).
 */
export async function fileLifeEvent(ctx: CitizenCtx, { id, later }: FileLifeEvent): Promise<{ id: string; filed: Filed[]; refused: NotFiled[] }> {
  const drafts = (await listParts(ctx.db, await getOwn(ctx.db, ctx.actor, id))).filter(({ status }) => status === "draft");
  if (drafts.length > 0) await commit(byItself(ctx), async (tx) => ({ value: await shareDocuments(tx, ctx, id), audit: audit("share", id) }));
  const filed: Filed[] = [];
  const refused: NotFiled[] = [];
  for (const { id: part, member } of drafts) {
    const promised = later.filter((one) => one.part === part).map(({ fieldId }) => fieldId);
    await submitApplication(byItself(ctx), { id: part, declared: true, later: await stillMissing(ctx, part, promised) })
      .then(({ number, queryCode }) => filed.push({ member, number, queryCode }))
      .catch((error: unknown) => refused.push({ member, code: refusalCode(error) }));
  }
  return commit(ctx, async (tx) => {
    if (drafts.length === 0) throw new DomainError("conflict", "lifeEvents.nothingToFile");
    const due = dueOn({ start: shanghaiDay(ctx.now), limit: jointLimit, calendar: await getCalendar(tx) });
    const whole = and(eq(lifeEventCases.id, id), isNull(lifeEventCases.filedAt));
    if (refused.length === 0 && filed.length > 0) await tx.update(lifeEventCases).set({ filedAt: ctx.now, dueOn: due.dueOn }).where(whole);
    return { value: { id, filed, refused }, audit: audit("file", id, { filed: filed.length, refused: refused.length }) };
  });
}

// What a shared document brought meanwhile need not be promised.
async function stillMissing(ctx: CitizenCtx, id: string, promised: readonly string[]): Promise<string[]> {
  if (promised.length === 0) return [];
  const { tolerable } = await getDraft(ctx, { id });
  return promised.filter((fieldId) => tolerable.some((material) => material.fieldId === fieldId));
}

async function shareDocuments(tx: Tx, ctx: CitizenCtx, id: string): Promise<number> {
  const { content } = await getOwn(tx, ctx.actor, id);
  const parts = new Map((await partsOf(tx, id)).map((part) => [part.member, part]));
  let copied = 0;
  for (const { in: places } of content.materials) {
    const there = places.flatMap(({ member, field }) => {
      const part = parts.get(member);
      return part ? [{ id: part.id, fieldId: field, draft: part.status === "draft" }] : [];
    });
    for (const to of there.filter(({ draft }) => draft)) {
      for (const from of there.filter((other) => other !== to)) copied += await takeOverFiles(tx, ctx, from, to);
    }
  }
  return copied;
}

/** Closes the whole once its last part has ended; a part's end that was not the last changes nothing. */
export async function closeEnded(ctx: Ctx, applicationId: string): Promise<void> {
  const [part] = await ctx.db.select({ caseId: lifeEventParts.caseId, closedAt: lifeEventCases.closedAt }).from(lifeEventParts)
    .innerJoin(lifeEventCases, eq(lifeEventCases.id, lifeEventParts.caseId)).where(eq(lifeEventParts.applicationId, applicationId)).limit(1);
  if (!part || part.closedAt || progressOf(await partsOf(ctx.db, part.caseId)).state !== "ended") return;
  await commit(ctx, async (tx) => {
    await tx.update(lifeEventCases).set({ closedAt: ctx.now }).where(and(eq(lifeEventCases.id, part.caseId), isNull(lifeEventCases.closedAt)));
    return { value: undefined, audit: audit("close", part.caseId) };
  });
}

// A part is begun and filed in a transaction of its own; the key of the whole is not its key.
const byItself = (ctx: CitizenCtx): CitizenCtx => ({ ...ctx, idempotency: undefined });

function refusalCode(error: unknown): string {
  if (!isDomainError(error)) throw error;
  return error.code;
}

async function lockOpen(tx: Tx, ctx: CitizenCtx, id: string): Promise<LifeEventCase> {
  await tx.select({ id: lifeEventCases.id }).from(lifeEventCases).where(eq(lifeEventCases.id, id)).for("update");
  const found = await getOwn(tx, ctx.actor, id);
  if (found.row.filedAt) throw new DomainError("conflict", "lifeEvents.filedAlready");
  return found;
}

/** Takes life events that were never filed out of the database, once none of their parts is left; returns how many. */
export async function eraseUnfiled(tx: Tx, whose: SQL, limit: number): Promise<number> {
  const bare = sql`not exists (select 1 from ${lifeEventParts} where ${lifeEventParts.caseId} = ${lifeEventCases.id})`;
  const rows = await tx.select({ id: lifeEventCases.id }).from(lifeEventCases).where(and(isNull(lifeEventCases.filedAt), whose, bare)).limit(limit).for("update");
  if (rows.length > 0) await tx.delete(lifeEventCases).where(inArray(lifeEventCases.id, rows.map(({ id }) => id)));
  return rows.length;
}

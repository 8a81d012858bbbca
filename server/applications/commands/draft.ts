import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications, auditLog, departments, files, serviceItemRevisions, serviceItems } from "@/db/schema";
import { canFill, hindranceToApply, isApplicant } from "@/domain/applications/policy";
import type { ById, SaveSection, StartApplication } from "@/domain/applications/schema";
import { isDelegated, principalOf, type ActingFor, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { makeApplicationNumber, normaliseCode } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { CompiledForm } from "@/domain/forms/rules/compile";
import { mergeAnswers, type AnswerMerge } from "@/domain/forms/rules/merge-answers";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Answers } from "@/domain/forms/schema";
import { chosenOf, type Chosen } from "@/domain/items/rules/guided-start";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { answersOf, getCase, type Case } from "../queries/case";
import { changeable, knownTo, openForm, signersOf, withFiles } from "../queries/form";
import { nextInSequence } from "./act";
import { demandOpenNow } from "./closures";
import { forgetOnFile } from "./on-file-end";
import { forgetRecalled, keepRecalled, recall } from "./recall";

export type Started = { id: string; resumed: boolean };

/**
 * Starts an application, or offers the draft that exists. While the item is closed by plan a draft that is there is gone on with.
 * Errors: `items.notFound`, `items.suspended`, `items.ended` (conflict), `delegations.outOfScope` (forbidden), `applications.audienceMismatch`, `departments.closedForNow` (conflict).
 */
export function startApplication(ctx: Ctx, actor: User, { itemCode, situation = {} }: StartApplication): Promise<Started> {
  return commit(ctx, async (tx) => {
    const item = await getPublishedItem(tx, itemCode);
    checkEligible(actor, item.content);
    if (!isDelegated(actor.actingFor, "fill", { serviceItemId: item.id })) throw new DomainError("forbidden", "delegations.outOfScope");
    const principal = principalOf(actor);
    const owner = { applicantAccountId: principal.accountId, organisationId: principal.organisationId, serviceItemId: item.id };
    const existing = await findDraft(tx, owner);
    if (!existing) await demandOpenNow(tx, ctx, { ...item, itemCode });
    const { id, audits } = existing ? { id: existing, audits: [] } : await insertDraft(tx, ctx, actor, { ...item, chosen: chosenOf(item.content, situation) });
    return {
      value: { id, resumed: Boolean(existing) },
      audit: [{ action: existing ? "applications.resume" : "applications.start", subject: { type: "application", id } }, ...audits],
    };
  });
}

type Item = Awaited<ReturnType<typeof getPublishedItem>>;

async function getPublishedItem(tx: Tx, code: string) {
  const [item] = await tx
    .select({ id: serviceItems.id, status: serviceItems.status, departmentId: serviceItems.departmentId, divisionCode: serviceItems.divisionCode, revisionId: serviceItemRevisions.id, content: serviceItemRevisions.content, departmentName: departments.name })
    .from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .where(eq(serviceItems.code, normaliseCode(code))).limit(1);
  if (!item || item.status === "draft") throw new DomainError("not_found", "items.notFound");
  if (item.status === "cancelled") throw new DomainError("conflict", "items.ended");
  if (item.status === "suspended") throw new DomainError("conflict", "items.suspended");
  return item;
}

/** Throws where an item does not serve this kind of applicant. */
export function checkEligible(actor: User, content: Case["content"]): void {
  const code = hindranceToApply(actor, content);
  if (code) throw new DomainError("conflict", code);
}

type DraftOwner = Pick<Case["application"], "applicantAccountId" | "organisationId" | "serviceItemId">;

/** The one draft somebody has for an item, on their own behalf or an organisation's. */
export async function findDraft(tx: Tx, { applicantAccountId, organisationId, serviceItemId }: DraftOwner): Promise<string | undefined> {
  const organisation = organisationId ? eq(applications.organisationId, organisationId) : isNull(applications.organisationId);
  const [row] = await tx.select({ id: applications.id }).from(applications)
    .where(and(eq(applications.applicantAccountId, applicantAccountId), eq(applications.serviceItemId, serviceItemId), organisation, eq(applications.status, "draft"))).limit(1);
  return row?.id;
}

// So many numbers already in use are passed over, for instance after cases came from a backup; beyond, the sequence is broken.
const numberAttempts = 100;

/** A new draft, or the one that another request made meanwhile. */
async function insertDraft(tx: Tx, ctx: Ctx, actor: User, item: Item & { chosen: Chosen }): Promise<{ id: string; audits: AuditEntry[] }> {
  const id = crypto.randomUUID();
  const day = shanghaiDay(ctx.now);
  const principal = principalOf(actor);
  const application = { id, applicantAccountId: principal.accountId, organisationId: principal.organisationId };
  const { form, context } = await openForm(tx, { application: { ...blank, ...application }, content: item.content }, item.chosen, ctx.now);
  const begun = { id, serviceItemId: item.id, itemName: item.content.name };
  const found = await recall(tx, ctx, actor, { ...begun, definition: form.definition, context });
  const kinds = item.content.steps.map((step) => step.kind);
  const draft = {
    ...application,
    serviceItemId: item.id, revisionId: item.revisionId, itemName: item.content.name,
    applicantName: principal.name,
    departmentId: item.departmentId, divisionCode: item.divisionCode, status: "draft" as const,
    answers: sealAnswers(id, form.prefill({}, { ...context, recalled: found.recalled }).answers),
    separateDecider: kinds.includes("accept") && kinds.includes("decide"),
    ...channelOf(actor), createdAt: ctx.now, savedAt: ctx.now,
  };
  for (let attempt = 0; attempt < numberAttempts; attempt += 1) {
    const number = makeApplicationNumber({ divisionCode: item.divisionCode, day, sequence: await nextInSequence(tx, `application/${item.divisionCode}/${day}`) });
    // Either of two may be in the way, and which one decides what to do: the one draft, or the number.
    const [row] = await tx.insert(applications).values({ ...draft, number }).onConflictDoNothing().returning({ id: applications.id });
    if (row) return { id, audits: await keepRecalled(tx, ctx, actor, { ...begun, found }) };
    const made = await findDraft(tx, draft);
    if (made) return { id: made, audits: [] };
  }
  throw new Error(`application numbers of ${item.divisionCode} on ${day}: the sequence lies behind the numbers in use`);
}

/** How what this actor files comes in, and at a counter by whose hands. */
export function channelOf(actor: Ctx["actor"]): Pick<Case["application"], "channel" | "takenBy" | "presentedBy"> {
  if (actor.kind !== "user" || !actor.servedBy) return { channel: "online", takenBy: null, presentedBy: null };
  return { channel: "counter", takenBy: actor.servedBy.id, presentedBy: actor.id };
}

// What a draft that is about to be born has not yet; only its owner matters to prefill.
const blank = { answers: "" } as Case["application"];

/** Answers as they are kept: encrypted, bound to their case. */
export function sealAnswers(id: string, answers: Answers): string {
  return seal(JSON.stringify(answers), { table: "applications", column: "answers", row: id });
}

type Read = ReturnType<CompiledForm["readSection"]>;
/** `stored`: the page as it is kept now. `conflicts` were changed elsewhere too and stay as stored until somebody chooses; `taken` were changed only elsewhere. */
export type Saved = Pick<Read, "errors" | "raw"> & Omit<AnswerMerge, "raw"> & { id: string; savedAt: string; stored: RawAnswers };

/**
 * Saves one page of the form: what is right is stored, what is wrong comes back with what was typed. Open for drafts and,
 * while a correction is asked, for what it opens: other answers of the page stay as filed. With `base`, nothing that another
 * tab, device or person stored meanwhile is overwritten unseen.
 * Errors: `applications.notFound`, `applications.notEditable`, `applications.pageGone` (conflict).
 */
export function saveSection(ctx: Ctx, { id, section, raw, fields, base }: SaveSection): Promise<Saved> {
  return commit(ctx, async (tx) => {
    const found = await lockEditable(tx, ctx, id);
    const stored = answersOf(found.application);
    const opened = await openForm(tx, found, stored, ctx.now);
    if (!opened.form.definition.sections.some((page) => page.id === section)) throw new DomainError("conflict", "applications.pageGone");
    const context = { ...opened.context, ...(await signersOf(tx, ctx.actor, found.application)) };
    const at = { previous: withFiles(opened, stored), context, open: narrowed(await changeable(tx, found, opened, stored), fields) };
    const { raw: merged, conflicts, taken }: AnswerMerge = base ? mergeAnswers(opened.form, section, { base, typed: raw, stored: at.previous }, at) : { raw, conflicts: [], taken: [] };
    const read = opened.form.readSection(section, { ...merged, ...fileInputs([...opened.files, ...opened.onFile]) }, at);
    // What an answer brings into question is filled in as the rest was when the draft was begun.
    const answers = opened.form.prefillNew(read.answers, { before: at.previous, raw: merged, context: opened.context, known: knownTo(ctx.actor, found.application, opened.context) });
    await tx.update(applications).set({ answers: sealAnswers(id, answers), savedAt: ctx.now }).where(eq(applications.id, id));
    const value: Saved = { id, errors: read.errors, raw: read.raw, savedAt: ctx.now.toISOString(), conflicts, taken, stored: opened.form.toRaw(section, answers) };
    return { value, audit: { action: "applications.save", subject: { type: "application", id }, after: { section } } };
  });
}

/** What may be changed, of what was shown. */
function narrowed(open: ReadonlySet<string> | undefined, shown: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return shown ? new Set(shown.filter((id) => open?.has(id) ?? true)) : open;
}

// File inputs follow the uploads, whatever was posted.
function fileInputs(uploaded: readonly { id: string; fieldId: string }[]): Record<string, string[]> {
  const fields = Object.groupBy(uploaded, ({ fieldId }) => fieldId);
  return Object.fromEntries(Object.entries(fields).map(([field, rows = []]) => [field, rows.map((row) => row.id)]));
}

/** The case, locked, if this actor may change its answers now. */
export async function lockEditable(tx: Tx, ctx: Ctx, id: string): Promise<Case> {
  await tx.select({ id: applications.id }).from(applications).where(eq(applications.id, id)).for("update");
  const found = await getCase(tx, ctx.actor, { id });
  if (!isApplicant(ctx.actor, found.application, "fill")) throw new DomainError("forbidden", "access.forbidden");
  if (!canFill(ctx.actor, found.application)) throw new DomainError("conflict", "applications.notEditable");
  await withdrawQuestion(tx, ctx.actor, found.application);
  return found;
}

// What a delegate goes on changing is not what the principal was asked to confirm.
async function withdrawQuestion(tx: Tx, actor: Ctx["actor"], { id, awaitingPrincipalSince }: Case["application"]): Promise<void> {
  if (!awaitingPrincipalSince || actor.kind !== "user" || !actor.actingFor) return;
  await tx.update(applications).set({ awaitingPrincipalSince: null, awaitingPrincipalBy: null, awaitingChoices: null }).where(eq(applications.id, id));
}

/**
 * Throws a draft away for good; what the principal began, no delegate does.
 * Errors: `applications.notFound`, `applications.notEditable`, `applications.principalsDraft` (forbidden).
 */
export function discardDraft(ctx: Ctx, { id }: ById): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { application } = await lockEditable(tx, ctx, id);
    if (application.status !== "draft" || application.submittedAt) throw new DomainError("conflict", "applications.notEditable");
    if (ctx.actor.kind === "user" && ctx.actor.actingFor && (await beganIt(tx, ctx.actor.actingFor, application))) throw new DomainError("forbidden", "applications.principalsDraft");
    return { value: { id }, audit: { action: "applications.discard", subject: { type: "application", id } }, outbox: await eraseDrafts(tx, ctx, [id]) };
  });
}

/** Whether the person acted for began this draft themselves, or stood at the counter where a clerk did. */
async function beganIt(tx: Tx, { kind, id: principalId }: ActingFor, { id, presentedBy }: Case["application"]): Promise<boolean> {
  const begun = and(eq(auditLog.subjectType, "application"), eq(auditLog.subjectId, id), eq(auditLog.action, "applications.start"), eq(auditLog.actorId, principalId));
  return kind === "person" && (presentedBy === principalId || (await tx.$count(auditLog, begun)) > 0);
}

/** Takes drafts that were never filed out of the database; what is returned orders their files to be erased. */
export async function eraseDrafts(tx: Tx, ctx: Pick<Ctx, "actor" | "now">, ids: readonly string[]): Promise<OutboxEntry[]> {
  const uploads = await tx.delete(files).where(inArray(files.applicationId, [...ids])).returning({ key: files.storageKey });
  await forgetOnFile(tx, ctx, ids);
  await forgetRecalled(tx, ids);
  await tx.delete(applications).where(and(inArray(applications.id, [...ids]), eq(applications.status, "draft"), isNull(applications.submittedAt)));
  return uploads.length > 0 ? [{ topic: "applications.filesRemoved", payload: { keys: uploads.map(({ key }) => key) } }] : [];
}

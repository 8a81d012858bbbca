import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { keyedDigests, open } from "@/db/personal-data";
import { applications, departments, expertRequests, files } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { awaitsOpinion, expertSteps } from "@/domain/applications/policy/experts";
import { expertState, isMaskedOutside, isWaiting, maskReach, outsideMark, scopedAnswers } from "@/domain/applications/rules/experts";
import type { ByNumber } from "@/domain/applications/schema";
import { ExpertDraft, KeptExpert, type ExpertPerson, type ExpertFile, type ExpertLink, type ExpertState, type ExpertVisit } from "@/domain/applications/schema/experts";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { shanghaiStamp } from "@/domain/core/words";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/items/rules";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { recordAccess, recordOutsideAccess, type OutsideReader } from "@/server/core/data-access";
import { outsideCopy } from "@/server/core/documents/outside-copy";
import { limit } from "@/server/core/rate-limit";
import { storage } from "@/server/core/storage";
import { answersOf, getCase, listFiles, type Case } from "./case";
import { requireScanned } from "./unscanned";

export type ExpertRow = typeof expertRequests.$inferSelect;
type Column = Extract<Place, { table: "expert_requests" }>["column"];

export const expertPlace = (row: string, column: Column): Place => ({ table: "expert_requests", column, row });
export const expertOf = ({ id, expert }: Pick<ExpertRow, "id" | "expert">): ExpertPerson => KeptExpert.parse(JSON.parse(open(expert, expertPlace(id, "expert"))));
const openText = (row: ExpertRow, column: "question" | "opinion") => {
  const sealed = row[column];
  return sealed === null ? null : open(sealed, expertPlace(row.id, column));
};

const iso = (at: Date | null) => at?.toISOString() ?? null;
const stateOf = (row: ExpertRow, { facts }: Pick<Case, "facts">, now: Date): ExpertState => expertState(row, awaitsOpinion(facts, row.stepKey), now);

const system = { kind: "system" } as const;

/** The request behind a link, whoever opens it; a wrong one costs the address a try. Errors: `experts.linkUnknown`, `requests.tooMany`. */
export async function findByLink(db: Reader | Tx, { now, address }: Pick<Ctx, "now" | "address">, token: string): Promise<{ row: ExpertRow; found: Case; state: ExpertState }> {
  await limit(db as Reader, now, { act: "experts.link", subject: address, max: 600, windowSeconds: 600 });
  const digests = token.length === 43 ? keyedDigests("expert-link", token) : [];
  const [row] = digests.length === 0 ? [] : await db.select().from(expertRequests).where(inArray(expertRequests.tokenDigest, digests)).limit(1);
  if (!row) throw new DomainError("not_found", "experts.linkUnknown");
  const found = await getCase(db, system, { id: row.applicationId });
  return { row, found, state: stateOf(row, found, now) };
}

/** The request of a link that still leads to its case, for the browser that gave the right code. Errors: as `findByLink`, `experts.notWaiting` (conflict; state), `experts.codeNeeded` (forbidden). */
export async function entered(db: Reader | Tx, ctx: Pick<Ctx, "now" | "address">, { token, session }: ExpertVisit): Promise<{ row: ExpertRow; found: Case; state: ExpertState }> {
  const met = await findByLink(db, ctx, token);
  const { sessionHash, sessionExpiresAt } = met.row;
  const right = sessionHash !== null && sessionExpiresAt !== null && ctx.now < sessionExpiresAt && keyedDigests("expert-session", session).includes(sessionHash);
  if (!right) throw new DomainError("forbidden", "experts.codeNeeded");
  if (!isWaiting(met.state)) throw new DomainError("conflict", "experts.notWaiting", { state: met.state });
  return met;
}

/** What a link tells before any code: who asks, until when, where the code would go. Nothing of the case, and nothing is used up. */
export async function viewExpertLink(ctx: Ctx, { token }: ExpertLink) {
  const { row, state } = await findByLink(ctx.db, ctx, token);
  const [organ] = await ctx.db.select({ name: departments.name }).from(departments).where(eq(departments.id, row.departmentId));
  const { channel, ...person } = expertOf(row);
  return { state, departmentName: organ?.name ?? "", channel, toMasked: maskReach({ channel, to: person.to }), dueOn: row.dueOn };
}

/** Who is let in, by which organ in what role. */
function readerOf({ id, departmentId, stepKey }: ExpertRow, { facts }: Case): OutsideReader {
  return { readerId: id, departmentId, role: facts.steps.find(({ key }) => key === stepKey)?.role ?? "reviewer" };
}

/**
 * What the expert may see, and what they have typed so far. Every look leaves a row that the applicant reads.
 * Errors: as `entered`.
 */
export async function visitAsExpert(ctx: Ctx, input: ExpertVisit) {
  const { row, found } = await entered(ctx.db, ctx, input);
  const { application, content } = found;
  const form = compileForm(formOf(content));
  const fields = form.definition.sections.flatMap((section) => section.fields);
  const shown = scopedAnswers(fields, answersOf(application), row.scope);
  const papers = (await listFiles(ctx.db, application.id)).filter(({ id }) => row.scope.files.includes(id));
  const person = expertOf(row);
  await recordOutsideAccess(ctx.db, ctx, readerOf(row, found), {
    subjectId: application.applicantAccountId, kind: "expert", case: application, reason: `外部专家：${person.organisation}`,
    fields: [...shown.map(({ field }) => field.label.zh), ...papers.map(({ fieldId }) => form.findField(fieldId)?.label.zh ?? fieldId)],
  });
  return {
    itemName: application.itemName, itemNameEn: content.nameEn ?? null, departmentName: found.department.name, expertName: person.name, organisation: person.organisation,
    question: openText(row, "question") ?? "", dueOn: row.dueOn, downloads: row.scope.downloads, mark: outsideMark(person, shanghaiStamp(ctx.now)),
    answers: shown, files: papers.map(({ id, mime, size, fieldId }, at) => ({ id, name: paperName(form.findField(fieldId)?.label.zh ?? fieldId, at), mime, size, label: form.findField(fieldId)?.label ?? { zh: fieldId } })),
    draft: row.draft === null ? null : ExpertDraft.parse(JSON.parse(open(row.draft, expertPlace(row.id, "draft")))), savedAt: iso(row.savedAt),
  };
}

// What people call their files may spell out what the answers mask.
const paperName = (label: string, at: number): string => `${at + 1} ${label}`;

/** A file of the scope as a PDF with the expert's name and the time across it. Errors: as `entered`, `files.notFound`, `files.beingScanned` (conflict), `experts.downloadsRefused` (forbidden). */
export async function fileForExpert(ctx: Ctx, { fileId, download, ...input }: ExpertFile): Promise<{ name: string; mime: string; base64: string }> {
  const { row, found } = await entered(ctx.db, ctx, input);
  const [file] = row.scope.files.includes(fileId)
    ? await ctx.db.select().from(files).where(and(eq(files.id, fileId), eq(files.applicationId, row.applicationId), isNull(files.deletedAt))).limit(1) : [];
  if (!file) throw new DomainError("not_found", "files.notFound");
  if (download && !row.scope.downloads) throw new DomainError("forbidden", "experts.downloadsRefused");
  await limit(ctx.db, ctx.now, { act: "experts.file", subject: row.id, max: 200, windowSeconds: 3600 });
  const person = expertOf(row);
  const label = compileForm(formOf(found.content)).findField(file.fieldId)?.label.zh ?? file.fieldId;
  await recordOutsideAccess(ctx.db, ctx, readerOf(row, found), { subjectId: found.application.applicantAccountId, kind: "expert", fields: [label], case: found.application, reason: `外部专家：${person.organisation}` });
  await requireScanned(ctx.db, file.storageKey);
  const copy = await outsideCopy({ bytes: await storage().getBytes(file.storageKey), mime: file.mime }, outsideMark(person, shanghaiStamp(ctx.now)));
  return { name: `${paperName(label, row.scope.files.indexOf(fileId))}.pdf`, mime: "application/pdf", base64: copy.toString("base64") };
}

/** The experts of a case side by side, and what may be asked of more. Errors: `applications.notFound`. */
export async function listExperts(ctx: Ctx, actor: User, { number }: ByNumber) {
  const found = await getCase(ctx.db, ctx.actor, { number });
  const { application, content, facts } = found;
  const rows = await ctx.db.select().from(expertRequests).where(eq(expertRequests.applicationId, application.id)).orderBy(asc(expertRequests.id));
  const open_ = expertSteps(actor, facts);
  const form = compileForm(formOf(content));
  const answers = answersOf(application);
  const names = new Map(content.steps.map(({ key, name }) => [key, name]));
  await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "open", fields: [], case: application });
  return {
    id: application.id, number: application.number, itemName: application.itemName, itemNameEn: content.nameEn ?? null,
    steps: open_.map(({ key }) => ({ key, name: names.get(key) ?? { zh: key } })),
    fields: form.definition.sections.flatMap((section) => section.fields).filter((field) => field.type !== "file" && answers[field.id] !== undefined).map((field) => ({ id: field.id, label: field.label, masked: isMaskedOutside(field) })),
    files: (await listFiles(ctx.db, application.id)).map(({ id, name, fieldId }) => ({ id, name, label: form.findField(fieldId)?.label ?? { zh: fieldId } })),
    experts: rows.map((row) => viewOf(row, found, { now: ctx.now, mine: open_.some(({ key }) => key === row.stepKey), step: names.get(row.stepKey) ?? { zh: row.stepKey } })),
  };
}

function viewOf(row: ExpertRow, found: Case, { now, mine, step }: { now: Date; mine: boolean; step: { zh: string; en?: string | undefined } }) {
  const { name, organisation, channel, to } = expertOf(row);
  const state = stateOf(row, found, now);
  return {
    id: row.id, step, name, organisation, toMasked: maskReach({ channel, to }), question: openText(row, "question") ?? "", state, dueOn: row.dueOn, askedByName: row.askedByName,
    createdAt: row.createdAt.toISOString(), sentAt: iso(row.sentAt), remindedAt: iso(row.remindedAt), enteredAt: iso(row.enteredAt), answeredAt: iso(row.submittedAt ?? row.declinedAt),
    conclusion: row.conclusion, opinion: openText(row, "opinion"), scope: { fields: row.scope.fields.length, files: row.scope.files.length, downloads: row.scope.downloads },
    revocable: mine && isWaiting(state),
  };
}

/** The links that a demonstration has sent, newest first; empty elsewhere, where none can be read. */
export async function listExpertLinks({ db }: Pick<Ctx, "db">): Promise<{ id: string; to: string; link: string; createdAt: string }[]> {
  if (!env().demo) return [];
  const rows = await db.select({ request: expertRequests }).from(expertRequests).innerJoin(applications, eq(applications.id, expertRequests.applicationId)).orderBy(asc(expertRequests.id)).limit(50);
  return rows.flatMap(({ request: row }) => (row.token ? [{ id: row.id, to: expertOf(row).to, link: linkOf(open(row.token, expertPlace(row.id, "token"))), createdAt: row.createdAt.toISOString() }] : [])).toReversed();
}

export const linkOf = (token: string) => `${env().publicUrl}/expert/${token}`;

import { and, desc, eq, gt, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { applicationChecks, applications, files } from "@/db/schema";
import { canAskRegisters, codesIn } from "@/domain/applications/rules/case";
import { typesInPlaceOf } from "@/domain/applications/rules/on-file";
import { liveStatuses, type ByNumber } from "@/domain/applications/schema";
import { checkKinds, registerKinds, type CheckKind, type CheckStatus, type RegisterKind } from "@/domain/applications/schema/case";
import type { User } from "@/domain/core/actor";
import type { Answers, LocalisedText } from "@/domain/forms/schema";
import { materialFieldId, materialsFor } from "@/domain/items/rules";
import type { Ctx } from "@/server/core/context";
import { getCase, type Case } from "./case";
import { asFiled } from "./filings";
import type { OpenForm } from "./form";
import { visibleTo } from "./lists";
import { viewOnFile } from "./on-file";
import { isOffered, openResult, registersFor } from "./registers";

/**
 * One check: how it came out, in which words (`deskCase.checks.findings.<kind>.<finding>`), of what it speaks, when it ran,
 * and who asked; a register is asked again by `askRegister` where `again` says so.
 */
export type CaseCheck = {
  kind: CheckKind; status: CheckStatus; finding: string; params: Record<string, string | number>;
  labels: LocalisedText[]; numbers: string[]; at: string | null; by: string | null; again: boolean;
};
type Outcome = Pick<CaseCheck, "status" | "finding"> & Partial<CaseCheck>;
type Look = { ctx: Ctx; actor: User; found: Case; opened: OpenForm; answers: Answers };

const yearMs = 365 * 86_400_000;

/**
 * Every check of a case for the desk, each with its source and instant: what the form says of the answers, the check digits of
 * codes, the same request and the same papers elsewhere, certificates in place of papers, and what registers answered.
 * Errors: `applications.notFound`.
 */
export async function listChecks(ctx: Ctx, actor: User, { number }: ByNumber): Promise<CaseCheck[]> {
  const found = await getCase(ctx.db, ctx.actor, { number });
  const look: Look = { ctx, actor, found, ...(await asFiled(ctx.db, ctx.now, found)) };
  const registers = await registerChecks(look);
  const outcomes: Record<Exclude<CheckKind, RegisterKind>, Outcome> = {
    ...formChecks(look), codes: codeCheck(look), sameItem: await sameItemCheck(look), sameFile: await sameFileCheck(look), certificates: await certificateCheck(look),
  };
  const all: Partial<Record<CheckKind, Outcome>> = { ...outcomes, ...registers };
  const blank = { params: {}, labels: [], numbers: [], at: ctx.now.toISOString(), by: null, again: false };
  return checkKinds.flatMap((kind) => (all[kind] ? [{ kind, ...blank, ...all[kind] }] : []));
}

/** What the form says of the answers and of the papers, as it would on filing. */
function formChecks({ opened: { form, context }, answers }: Look): Record<"answers" | "materials", Outcome> {
  const wrong = [...new Set(form.validate(answers, context).errors.map(({ fieldId }) => fieldId.split(".")[0] ?? fieldId))].flatMap((id) => form.findField(id) ?? []);
  const count = (uploads: boolean) => form.visible(answers, context).sections.flatMap(({ fields }) => fields).filter(({ type }) => (type === "file") === uploads && type !== "note").length;
  const outcome = (uploads: boolean): Outcome => {
    const labels = wrong.filter(({ type }) => (type === "file") === uploads).map(({ label }) => label);
    if (labels.length > 0) return { status: "failed", finding: "incomplete", params: { count: labels.length }, labels };
    return { status: "ok", finding: "complete", params: { count: count(uploads) } };
  };
  return { answers: outcome(false), materials: outcome(true) };
}

function codeCheck({ opened: { form }, answers }: Look): Outcome {
  const { total, wrong } = codesIn(form.definition, answers);
  if (total === 0) return { status: "notRun", finding: "none" };
  if (wrong.length > 0) return { status: "failed", finding: "malformed", params: { count: wrong.length }, labels: wrong.map(({ label }) => label) };
  return { status: "ok", finding: "wellFormed", params: { count: total } };
}

/** The same applicant with the same item: open now, or decided within a year. */
async function sameItemCheck({ ctx, actor, found: { application } }: Look): Promise<Outcome> {
  const same = application.organisationId ? eq(applications.organisationId, application.organisationId) : and(eq(applications.applicantAccountId, application.applicantAccountId), isNull(applications.organisationId));
  const recent = or(inArray(applications.status, [...liveStatuses]), gt(applications.decidedAt, new Date(ctx.now.getTime() - yearMs)));
  const rows = await ctx.db.select({ number: applications.number }).from(applications)
    .where(and(same, eq(applications.serviceItemId, application.serviceItemId), ne(applications.id, application.id), recent, visibleTo(actor))).orderBy(desc(applications.id)).limit(10);
  if (rows.length === 0) return { status: "ok", finding: "none" };
  return { status: "attention", finding: "found", params: { count: rows.length }, numbers: rows.map(({ number }) => number) };
}

/** The very same file, to the byte, in a case of somebody else; a case that this actor may not see is counted, not named. */
async function sameFileCheck({ ctx, actor, found: { application }, opened }: Look): Promise<Outcome> {
  const own = opened.files.map(({ id }) => id);
  if (own.length === 0) return { status: "notRun", finding: "noFiles" };
  const digests = ctx.db.select({ sha256: files.sha256 }).from(files).where(inArray(files.id, own));
  const other = and(ne(applications.applicantAccountId, application.applicantAccountId), application.organisationId ? or(isNull(applications.organisationId), ne(applications.organisationId, application.organisationId)) : undefined);
  const filed = and(inArray(files.sha256, digests), or(isNull(files.deletedAt), eq(files.kept, true)), isNotNull(applications.submittedAt), other);
  // Somebody's blank form may lie in thousands of cases: a handful says enough.
  const rows = await ctx.db.select({ number: applications.number, seen: sql<boolean>`coalesce(${visibleTo(actor)}, false)` })
    .from(files).innerJoin(applications, eq(applications.id, files.applicationId)).where(filed).limit(50);
  const numbers = (among: typeof rows) => [...new Set(among.map(({ number }) => number))];
  if (rows.length === 0) return { status: "ok", finding: "none", params: { count: own.length } };
  return { status: "attention", finding: "found", params: { count: numbers(rows).length }, numbers: numbers(rows.filter(({ seen }) => seen)).slice(0, 10) };
}

/** Whether the certificates that stand in place of papers are in force now, and their signatures held when they were read. */
async function certificateCheck({ ctx, found: { content }, opened: { context, onFile }, answers }: Look): Promise<Outcome> {
  const asked = materialsFor(content, context, answers).filter((material) => typesInPlaceOf(material).length > 0);
  if (asked.length === 0) return { status: "notRun", finding: "noneAsked" };
  const standing = await viewOnFile(ctx.db, ctx.now, onFile);
  const named = (fields: readonly { fieldId: string }[]) => asked.filter((material) => fields.some(({ fieldId }) => fieldId === materialFieldId(material))).map(({ name }) => name);
  if (standing.length === 0) return { status: "notRun", finding: "noneHeld", labels: asked.map(({ name }) => name) };
  const ended = standing.filter(({ problem }) => problem !== null);
  if (ended.length > 0) return { status: "failed", finding: "ended", params: { count: ended.length }, labels: named(ended) };
  return { status: "ok", finding: "valid", params: { count: standing.length }, labels: named(standing) };
}

/** What each register that concerns this applicant answered last. */
async function registerChecks({ ctx, actor, found: { application, facts } }: Look): Promise<Partial<Record<RegisterKind, Outcome>>> {
  const rows = await ctx.db.select().from(applicationChecks).where(eq(applicationChecks.applicationId, application.id)).orderBy(desc(applicationChecks.at), desc(applicationChecks.id)).limit(50);
  const may = canAskRegisters(actor, facts);
  const outcome = (kind: RegisterKind): Outcome => {
    const row = rows.find((one) => one.kind === kind);
    const again = may && isOffered(kind);
    if (!row) return { status: "notRun", finding: isOffered(kind) ? "notAsked" : "notConnected", at: null, again };
    const { finding, ...params } = openResult(row);
    return { status: row.status, finding, params, at: row.at.toISOString(), by: row.askedByName, again };
  };
  const concerned = registersFor(application);
  return Object.fromEntries(registerKinds.filter((kind) => concerned.includes(kind)).map((kind) => [kind, outcome(kind)]));
}


import { and, desc, eq, getTableColumns, lte } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { applicationFilings, files } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { changedFields } from "@/domain/applications/rules/case";
import type { ByNumber } from "@/domain/applications/schema";
import type { Answers, AnswerValue } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import type { Ctx } from "@/server/core/context";
import { answerDigests, maskAnswers, openDigests } from "../view";
import { answersOf, getCase, listFiles, named, type Case } from "./case";
import { listCorrections, type CorrectionRow } from "./corrections";
import { namesOf, openForm, withFiles, type OpenForm } from "./form";
import { listOnFile } from "./on-file";
import { isUnscanned } from "./unscanned";

export const filingPlace = (id: string): Place => ({ table: "application_filings", column: "answers", row: id });

/**
 * A case as it was filed last: while its applicant corrects it, the desk reads nothing that they have not filed. A case filed
 * before filings were kept shows what it holds.
 */
export async function asFiled(db: Reader | Tx, now: Date, found: Pick<Case, "application" | "content">): Promise<{ opened: OpenForm; answers: Answers }> {
  const { application } = found;
  const filedAt = application.status === "correction" ? application.receivedAt : null;
  const filed = filedAt ? await findFiledBefore(db, application.id, filedAt) : undefined;
  const stored = filed ?? answersOf(application);
  const opened = await openForm(db, found, stored, now);
  if (!filed || !filedAt) return { opened, answers: withFiles(opened, stored) };
  const papers = await listFiles(db, application.id, filedAt);
  const onFile = await listOnFile(db, application.id, filedAt);
  const then = { ...opened, files: papers, onFile, context: { ...opened.context, files: namesOf([...papers, ...onFile]) } };
  return { opened: then, answers: withFiles(then, stored) };
}

/** A field whose answer the last correction changed; `before` masked, null where there was none, and unknown where nobody kept it. */
type Change = { fieldId: string; known: boolean; before: AnswerValue | null };

/**
 * What the last correction that was answered changed, point by point and field by field, and the papers it replaced.
 * Errors: `applications.notFound`.
 */
export async function compareFilings({ db, actor }: Ctx, { number }: ByNumber) {
  const { application, content } = await getCase(db, actor, { number });
  const corrected = application.status !== "correction";
  const earlierFiles = await listEarlierFiles(db, application.id, corrected ? null : application.receivedAt);
  const correction = corrected ? await findAnswered(db, application.id) : undefined;
  if (!correction) return { correctedAt: null, changes: [], points: [], earlierFiles };
  const now = answersOf(application);
  const before = await findFiledBefore(db, application.id, correction.createdAt);
  const fields = before ? changedFields(before, now) : changedByDigest(correction, now);
  const masked = maskAnswers(formOf(content), before ?? {});
  const changes = fields.map((fieldId): Change => ({ fieldId, known: before !== undefined, before: masked[fieldId] ?? null }));
  return {
    correctedAt: correction.answeredAt?.toISOString() ?? null, changes, earlierFiles,
    points: correction.items.map((item) => ({ ...item, changed: fields.includes(item.fieldId.split(".")[0] ?? item.fieldId) })),
  };
}

async function findAnswered(db: Reader, applicationId: string): Promise<CorrectionRow | undefined> {
  const [latest] = await listCorrections(db, applicationId);
  return latest?.answeredAt ? latest : undefined;
}

// A case filed before filings were kept still knows which answers changed, not what they were.
function changedByDigest(correction: CorrectionRow, now: Answers): string[] {
  return changedFields(openDigests(correction), answerDigests(now));
}

/** The answers as they had been filed last before an instant. */
async function findFiledBefore(db: Reader | Tx, applicationId: string, at: Date): Promise<Answers | undefined> {
  const [row] = await db.select().from(applicationFilings).where(and(eq(applicationFilings.applicationId, applicationId), lte(applicationFilings.filedAt, at)))
    .orderBy(desc(applicationFilings.position)).limit(1);
  return row && openFiling(row);
}

/** What was filed once, opened. */
export function openFiling({ id, answers }: { id: string; answers: string }): Answers {
  return JSON.parse(open(answers, filingPlace(id)));
}

/** Papers that a correction took out of a case and that stay with it, the last taken out first; those that had been until an instant. */
async function listEarlierFiles(db: Reader, applicationId: string, until: Date | null) {
  const rows = await db.select({ ...getTableColumns(files), unscanned: isUnscanned(files.storageKey) }).from(files).where(and(eq(files.applicationId, applicationId), files.kept, until ? lte(files.deletedAt, until) : undefined)).orderBy(desc(files.deletedAt), desc(files.id));
  return rows.map(named).map(({ id, fieldId, name, mime, size, unscanned, createdAt, deletedAt }) => ({ id, fieldId, name, mime, size, unscanned, createdAt: createdAt.toISOString(), replacedAt: (deletedAt ?? createdAt).toISOString() }));
}

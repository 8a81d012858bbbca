import { randomUUID } from "node:crypto";
import { extname } from "node:path";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications, files } from "@/db/schema";
import { isSame } from "@/domain/core/same";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import { compileForm } from "@/domain/forms/rules/compile";
import type { Answers, FormDefinition } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { storage } from "@/server/core/storage";
import { answersOf, fileNamePlace, named } from "../queries/case";
import { openForm } from "../queries/form";
import { lockEditable, sealAnswers } from "./draft";
import { copyMark } from "./scan-marks";

/**
 * Lets an editable case take over answers that its applicant gave elsewhere; what the form does not show with them is
 * dropped. Returns whether anything changed. Errors: `applications.notFound`, `applications.notEditable`.
 */
export async function takeOverAnswers(tx: Tx, ctx: Ctx, id: string, change: (form: FormDefinition, stored: Answers) => Answers): Promise<boolean> {
  const found = await lockEditable(tx, ctx, id);
  const stored = answersOf(found.application);
  const { form, context } = await openForm(tx, found, stored, ctx.now);
  const { answers } = form.visible(change(form.definition, stored), context);
  if (isSame(answers, stored)) return false;
  await tx.update(applications).set({ answers: sealAnswers(id, answers), savedAt: ctx.now }).where(eq(applications.id, id));
  return true;
}

type Place = { id: string; fieldId: string };

/**
 * Copies what was uploaded for one case into an empty field of another of the same applicant: each case keeps its own
 * papers, whatever happens to the other. Returns how many. Errors: `applications.notFound`, `applications.notEditable`.
 */
export async function takeOverFiles(tx: Tx, ctx: Ctx, from: Place, to: Place): Promise<number> {
  const { application, content } = await lockEditable(tx, ctx, to.id);
  const field = compileForm(formOf(content)).findField(to.fieldId);
  if (field?.type !== "file") return 0;
  const at = ({ id, fieldId }: Place) => and(eq(files.applicationId, id), eq(files.fieldId, fieldId), isNull(files.deletedAt));
  if ((await tx.$count(files, at(to))) > 0) return 0;
  const rows = await tx.select().from(files).where(and(at(from), eq(files.ownerAccountId, application.applicantAccountId))).orderBy(files.id).limit(maxFilesOf(field));
  for (const row of rows.map(named)) {
    const id = await newId(tx);
    const storageKey = `uploads/${ctx.now.toISOString().slice(0, 10)}/${randomUUID()}${extname(row.storageKey)}`;
    await storage().copy(row.storageKey, storageKey);
    await tx.insert(files).values({ ...row, id, applicationId: to.id, fieldId: to.fieldId, name: seal(row.name, fileNamePlace(id)), storageKey, createdAt: ctx.now });
    await copyMark(tx, row.storageKey, storageKey);
  }
  return rows.length;
}

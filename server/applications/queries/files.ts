import { and, eq, isNull, or } from "drizzle-orm";
import { files } from "@/db/schema";
import { signedFormField } from "@/domain/applications/schema/counter";
import { DomainError } from "@/domain/core/errors";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/items/rules";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { getCase, named } from "./case";
import { requireScanned } from "./unscanned";

/** An upload, or the earlier version of one that a correction replaced, that this actor may see, because they may see its case; staff leave a trace (`reader`: at a counter the clerk). Errors: `files.notFound`, `files.beingScanned` (conflict). */
export async function getFile(ctx: Ctx, fileId: string, reader: Ctx = ctx) {
  const [file] = await ctx.db.select().from(files).where(and(eq(files.id, fileId), or(isNull(files.deletedAt), files.kept))).limit(1);
  if (!file) throw new DomainError("not_found", "files.notFound");
  const { application, content } = await getCase(ctx.db, ctx.actor, { id: file.applicationId }).catch(() => {
    throw new DomainError("not_found", "files.notFound");
  });
  await requireScanned(ctx.db, file.storageKey);
  const field = file.fieldId === signedFormField ? "签字的申请表" : (compileForm(formOf(content)).findField(file.fieldId)?.label.zh ?? file.fieldId);
  await recordAccess(ctx.db, reader, { subjectId: application.applicantAccountId, kind: "download", fields: [field], case: application });
  return named(file);
}

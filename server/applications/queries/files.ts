import { and, eq, isNull } from "drizzle-orm";
import { files } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { getCase, named } from "./case";

/** An upload that this actor may see, because they may see its case. Errors: `files.notFound`. */
export async function getFile(ctx: Ctx, fileId: string) {
  const [file] = await ctx.db.select().from(files).where(and(eq(files.id, fileId), isNull(files.deletedAt))).limit(1);
  if (!file) throw new DomainError("not_found", "files.notFound");
  await getCase(ctx.db, ctx.actor, { id: file.applicationId }).catch(() => {
    throw new DomainError("not_found", "files.notFound");
  });
  return named(file);
}

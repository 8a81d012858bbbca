import { eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { itemFiles } from "@/db/schema";
import type { Actor } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { getEditable } from "./editing";

/** A blank form or sample: for anyone once it was published, before that for those who edit its item. Errors: `files.notFound`. */
export async function getItemFile(db: Reader, actor: Actor, fileId: string) {
  const [file] = await db.select().from(itemFiles).where(eq(itemFiles.id, fileId)).limit(1);
  if (!file) throw new DomainError("not_found", "files.notFound");
  if (!file.publishedAt) await demandEditor(db, actor, file.serviceItemId);
  return file;
}

async function demandEditor(db: Reader, actor: Actor, itemId: string): Promise<void> {
  try {
    await getEditable(db, actor, itemId);
  } catch {
    throw new DomainError("not_found", "files.notFound");
  }
}

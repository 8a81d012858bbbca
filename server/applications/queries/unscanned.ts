import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Reader, Tx } from "@/db/client";
import { files, unscannedFiles } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";

/** Whether a stored file still waits for the scanner. */
export const isUnscanned = (storageKey: AnyPgColumn): SQL<boolean> => sql<boolean>`exists (select 1 from ${unscannedFiles} where ${unscannedFiles.storageKey} = ${storageKey})`;

/** Nobody opens a file that the scanner has not looked at, its owner neither. Errors: `files.beingScanned` (conflict). */
export async function requireScanned(db: Reader | Tx, storageKey: string): Promise<void> {
  if ((await db.$count(unscannedFiles, eq(unscannedFiles.storageKey, storageKey))) > 0) throw new DomainError("conflict", "files.beingScanned");
}

/** Whether a paper of a case waits for the scanner. */
export const hasUnscanned = async (db: Reader, applicationId: string): Promise<boolean> => (await db.$count(files, and(eq(files.applicationId, applicationId), isNull(files.deletedAt), isUnscanned(files.storageKey)))) > 0;

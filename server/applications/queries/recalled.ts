import { asc, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { recalledAnswers } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import type { Recalled } from "@/domain/forms/rules/context";
import type { CertificateSource } from "@/domain/forms/schema";

/** What was found for an application may say anything about anybody. */
export const recalledPlace = (row: string): Place => ({ table: "recalled_answers", column: "value", row });

const isLine = (source: string): source is CertificateSource => source.startsWith("certificate.");

/** What was looked up for a case when it was begun, opened; nothing for one that nothing was found for. */
export async function recalledFor(db: Reader | Tx, applicationId: string): Promise<Recalled | undefined> {
  const rows = await db.select().from(recalledAnswers).where(eq(recalledAnswers.applicationId, applicationId)).orderBy(asc(recalledAnswers.id));
  if (rows.length === 0) return undefined;
  const lines: Partial<Record<CertificateSource, Recalled["certificates"][CertificateSource]>> = {};
  const earlier: Record<string, Recalled["earlier"][string]> = {};
  for (const { id, source, fieldId, name, onDay: on, value } of rows) {
    const text = open(value, recalledPlace(id));
    if (fieldId !== null) earlier[fieldId] = { name, on, value: JSON.parse(text) };
    else if (isLine(source)) lines[source] = { name, on, text };
  }
  return { certificates: lines, earlier };
}

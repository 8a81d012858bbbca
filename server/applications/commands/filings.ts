import { eq, sql, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applicationFilings } from "@/db/schema";
import type { Answers } from "@/domain/forms/schema";
import { newUnorderedId } from "@/server/core/ids";
import { filingPlace } from "../queries/filings";

/** Keeps the answers as they are filed now, so that the desk sees later what a correction changed. The case is locked by its act. */
export function keptFiling(tx: Tx, now: Date, applicationId: string, answers: Answers): SQLWrapper {
  const id = newUnorderedId();
  const position = sql`(select count(*) + 1 from ${applicationFilings} where ${applicationFilings.applicationId} = ${applicationId})`;
  return tx.insert(applicationFilings).values({ id, applicationId, position, answers: seal(JSON.stringify(answers), filingPlace(id)), filedAt: now });
}

/** What was taken back before anybody acted on it was never filed. */
export async function forgetFilings(tx: Tx, applicationId: string): Promise<void> {
  await tx.delete(applicationFilings).where(eq(applicationFilings.applicationId, applicationId));
}

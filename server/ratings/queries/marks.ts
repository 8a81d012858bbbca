import { inArray } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { keyedDigests } from "@/db/personal-data";
import { ratedCases } from "@/db/schema";

// The second is how cases rated before ratings hung on nothing were marked.
const keysOf = (applicationId: string) => [...keyedDigests("rated-case", applicationId), `case:${applicationId}`];

/** Whether a case was rated, by name or without; asked one case at a time, never listed. */
export async function isMarked(db: Reader | Tx, applicationId: string): Promise<boolean> {
  const [row] = await db.select({ key: ratedCases.key }).from(ratedCases).where(inArray(ratedCases.key, keysOf(applicationId))).limit(1);
  return row !== undefined;
}

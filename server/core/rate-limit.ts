import { sql } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { keyedDigest } from "@/db/personal-data";
import { rateLimits } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";

export type Limit = { act: string; subject: string; max: number; windowSeconds: number };

/**
 * Counts an attempt in a fixed window kept in PostgreSQL, so that every process counts together and a refusal elsewhere
 * does not roll it back. Throws `requests.tooMany` (too_many) with the seconds to wait.
 */
export async function limit(db: Reader, now: Date, { act, subject, max, windowSeconds }: Limit): Promise<void> {
  const key = `${act}:${keyedDigest("rate-limit", `${act}|${subject}`)}`;
  const ends = new Date(now.getTime() + windowSeconds * 1000);
  const [row] = await counting(db)
    .insert(rateLimits)
    .values({ key, windowEndsAt: ends, attempts: 1 })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        attempts: sql`case when ${rateLimits.windowEndsAt} <= ${now} then 1 else ${rateLimits.attempts} + 1 end`,
        windowEndsAt: sql`case when ${rateLimits.windowEndsAt} <= ${now} then ${ends} else ${rateLimits.windowEndsAt} end`,
      },
    })
    .returning();
  if (!row || row.attempts <= max) return;
  throw new DomainError("too_many", "requests.tooMany", { seconds: Math.max(1, Math.ceil((row.windowEndsAt.getTime() - now.getTime()) / 1000)) });
}

// Safe: the counter is no business data and must outlive a refused transaction, so it is written outside commit().
function counting(db: Reader): Database {
  return db as Database;
}

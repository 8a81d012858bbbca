import { sql } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { keyedDigest } from "@/db/personal-data";
import { rateLimits } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { env } from "@/env";

export type Limit = { act: string; subject: string; max: number; windowSeconds: number };

type Counted = { attempts: number; windowEndsAt: Date };

/**
 * Counts an attempt in a fixed window and throws `requests.tooMany` (too_many) with the seconds to wait. In PostgreSQL, so that
 * every process counts together and a refusal elsewhere does not roll it back; or by choice in memory (`RATE_LIMITS`), where
 * there is one process and the database is to be spared.
 */
export async function limit(db: Reader, now: Date, { act, subject, max, windowSeconds }: Limit): Promise<void> {
  const key = `${act}:${keyedDigest("rate-limit", `${act}|${subject}`)}`;
  const ends = new Date(now.getTime() + windowSeconds * 1000);
  const row = env().RATE_LIMITS === "memory" ? countHere(key, now, ends) : await count(db, key, { now, ends });
  if (!row || row.attempts <= max) return;
  throw new DomainError("too_many", "requests.tooMany", { seconds: Math.max(1, Math.ceil((row.windowEndsAt.getTime() - now.getTime()) / 1000)) });
}

async function count(db: Reader, key: string, { now, ends }: { now: Date; ends: Date }): Promise<Counted | undefined> {
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
  return row;
}

const here = new Map<string, Counted>();
const most = 100_000;

function countHere(key: string, now: Date, ends: Date): Counted {
  const known = here.get(key);
  const counted = known && known.windowEndsAt > now ? { ...known, attempts: known.attempts + 1 } : { attempts: 1, windowEndsAt: ends };
  here.delete(key);
  here.set(key, counted);
  // The one that was counted longest ago goes: memory is bounded, whoever asks.
  for (const oldest of here.keys()) {
    if (here.size <= most) break;
    here.delete(oldest);
  }
  return counted;
}

// Safe: the counter is no business data and must outlive a refused transaction, so it is written outside commit().
function counting(db: Reader): Database {
  return db as Database;
}

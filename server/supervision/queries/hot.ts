import { and, arrayContains, asc, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { itemSearch, serviceItemRevisions, serviceItems, supervisionDays } from "@/db/schema";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import type { HotFor } from "@/domain/supervision/schema";

const weeks = 4;
const fewest = 3;
const most = 8;
const keptMs = 10 * 60_000;

type Hot = Awaited<ReturnType<typeof readHot>>;
const kept = new WeakMap<Reader, Map<HotFor, { until: number; hot: Promise<Hot> }>>();

/** The published items for which most was filed in the last four whole weeks, with how often; at most ten minutes old, out of the days as they are counted. */
export function listHot(db: Reader, now: Date, audience: HotFor): Promise<Hot> {
  const known = kept.get(db) ?? new Map<HotFor, { until: number; hot: Promise<Hot> }>();
  const before = known.get(audience);
  if (before && before.until > now.getTime()) return before.hot;
  const hot = readHot(db, now, audience);
  kept.set(db, known.set(audience, { until: now.getTime() + keptMs, hot }));
  // A failed reading is not kept: the next caller asks again.
  hot.catch(() => known.delete(audience));
  return hot;
}

async function readHot(db: Reader, now: Date, audience: HotFor) {
  const today = shanghaiDay(now);
  const filed = sql<number>`sum(${supervisionDays.received})::int`;
  const counted = db.select({ id: supervisionDays.serviceItemId, filed: filed.as("filed") }).from(supervisionDays)
    .where(and(gte(supervisionDays.day, addDays(today, -7 * weeks)), lt(supervisionDays.day, today))).groupBy(supervisionDays.serviceItemId).having(sql`${filed} >= ${fewest}`).as("counted");
  const rows = await db.select({
    code: itemSearch.code, name: itemSearch.name, nameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`, departmentName: itemSearch.departmentName, filed: counted.filed,
  }).from(counted)
    .innerJoin(itemSearch, eq(itemSearch.serviceItemId, counted.id)).innerJoin(serviceItems, and(eq(serviceItems.id, counted.id), eq(serviceItems.status, "published")))
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
    .where(arrayContains(itemSearch.audience, [audience === "person" ? "1" : "2"])).orderBy(desc(counted.filed), asc(itemSearch.rank), asc(counted.id)).limit(most);
  return { weeks, rows };
}

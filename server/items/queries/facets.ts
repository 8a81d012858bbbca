import { asc, count, desc, eq, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { departments, divisions, itemSearch, searchThemes } from "@/db/schema";
import { publicOf } from "@/server/core/scope";

const KEPT_MS = 60_000;
const kept = new WeakMap<Reader, { until: number; facets: Promise<Facets> }>();

export type Facets = Awaited<ReturnType<typeof readFacets>>;

/** What one can filter by, with counts at most a minute old. */
export function listFacets(asked: Reader, now: Date): Promise<Facets> {
  const db = publicOf(asked);
  const known = kept.get(db);
  if (known && known.until > now.getTime()) return known.facets;
  const facets = readFacets(db);
  kept.set(db, { until: now.getTime() + KEPT_MS, facets });
  // A failed reading is not kept: the next caller asks again.
  facets.catch(() => kept.delete(db));
  return facets;
}

async function readFacets(db: Reader) {
  const theme = sql<string>`unnest(${itemSearch.themes})`;
  const each = db.select({ theme: theme.as("carried") }).from(itemSearch).as("each");
  const [themes, divisionRows, departmentRows] = await Promise.all([
    db.select({ theme: each.theme, count: count(), nameZh: searchThemes.nameZh, nameEn: searchThemes.nameEn, home: searchThemes.home, position: searchThemes.position })
      .from(each).leftJoin(searchThemes, eq(searchThemes.theme, each.theme)).groupBy(each.theme, searchThemes.theme).orderBy(desc(count()), asc(each.theme)),
    db.select({ code: divisions.code, name: divisions.name, level: divisions.level, count: count() }).from(itemSearch)
      .innerJoin(divisions, eq(divisions.code, itemSearch.divisionCode)).groupBy(divisions.code).orderBy(asc(divisions.code)),
    db.select({ id: departments.id, name: departments.name, divisionCode: departments.divisionCode, count: count() }).from(itemSearch)
      .innerJoin(departments, eq(departments.id, itemSearch.departmentId)).groupBy(departments.id).orderBy(asc(departments.divisionCode), asc(departments.name)),
  ]);
  return { themes, divisions: divisionRows, departments: departmentRows };
}

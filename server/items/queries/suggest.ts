import { asc, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { searchSynonyms } from "@/db/schema";
import { publicOf } from "@/server/core/scope";
import { readKeyword, spoken } from "./keyword";
import { searchItems } from "./search";

export type Suggestions = { words: string[]; items: { code: string; name: string; nameEn: string | null; departmentName: string }[] };

const mostWords = 3;
const mostItems = 6;
// What is named so, begins so in letters, or is meant (tiers 5 to 9, docs/adr/0008-search.md): beside it, whatever merely shares a word is noise.
const closeScore = 50_000;
const keptMs = 60_000;
const mostKept = 500;
const kept = new WeakMap<Reader, Map<string, { until: number; found: Promise<Suggestions> }>>();

/**
 * While somebody types: spoken words that go on from what stands there, and the first items the search would find. Nothing
 * is counted as searched; equal questions within a minute are answered once.
 */
export function suggest(asked: Reader, now: Date, typed: string): Promise<Suggestions> {
  const db = publicOf(asked);
  const text = spoken(typed);
  const known = kept.get(db) ?? new Map<string, { until: number; found: Promise<Suggestions> }>();
  kept.set(db, known);
  const before = known.get(text);
  if (before && before.until > now.getTime()) return before.found;
  const found = find(db, text);
  if (known.size >= mostKept) known.clear();
  known.set(text, { until: now.getTime() + keptMs, found });
  found.catch(() => known.delete(text));
  return found;
}

async function find(db: Reader, text: string): Promise<Suggestions> {
  if (!readKeyword(text)) return { words: [], items: [] };
  const words = await db.selectDistinct({ spoken: searchSynonyms.spoken }).from(searchSynonyms)
    .where(sql`starts_with(${searchSynonyms.spoken}, ${text}) and ${searchSynonyms.spoken} <> ${text}`).orderBy(asc(searchSynonyms.spoken)).limit(mostWords);
  const { rows } = await searchItems(db, { query: text, limit: mostItems });
  const close = rows.filter(({ score }) => score >= closeScore);
  return { words: words.map((row) => row.spoken), items: (close.length > 0 ? close : rows).map(({ code, name, plainName, nameEn, departmentName }) => ({ code, name: plainName ?? name, nameEn, departmentName })) };
}

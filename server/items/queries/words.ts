import { and, asc, desc, eq, gte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, auditLog, hotWords, itemSearch, searchCounts, searchSynonyms, searchThemes } from "@/db/schema";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { countedDays, fewestPeople } from "@/domain/items/rules/words";
import { WordChange, wordChangeKinds, type FindSynonyms } from "@/domain/items/schema/words";
import { decodeCursor, encodeCursor } from "@/server/core/cursor";
import { listProposals } from "@/server/core/proposals";
import { publicOf } from "@/server/core/scope";

const shown = 10;
const perPage = 100;
const KEPT_MS = 60_000;
const kept = new WeakMap<Reader, { until: number; words: Promise<string[]> }>();

/** What people search for, pinned words first; at most a minute old. */
export function listHotWords(asked: Reader, now: Date): Promise<string[]> {
  const db = publicOf(asked);
  const known = kept.get(db);
  if (known && known.until > now.getTime()) return known.words;
  const words = readHotWords(db, now);
  kept.set(db, { until: now.getTime() + KEPT_MS, words });
  // A failed reading is not kept: the next caller asks again.
  words.catch(() => kept.delete(db));
  return words;
}

async function readHotWords(db: Reader, now: Date): Promise<string[]> {
  const set = await db.select().from(hotWords).orderBy(asc(hotWords.position), asc(hotWords.word));
  const counted = (await listCounted(db, now)).filter(({ searches, empty }) => empty * 2 < searches);
  const pinned = set.filter(({ state }) => state === "pinned").map(({ word }) => word);
  return [...new Set([...pinned, ...counted.map(({ word }) => word).filter((word) => !set.some((one) => one.word === word))])].slice(0, shown);
}

/** Words of the last four weeks that enough people searched for within one week, the most searched first. */
async function listCounted(db: Reader, now: Date) {
  const since = addDays(shanghaiDay(now), -countedDays);
  const weeks = db.select({
    word: searchCounts.word, week: sql`date_trunc('week', ${searchCounts.day}::timestamp)`.as("week"),
    people: sql<number>`sum(${searchCounts.people})::int`.as("people"), searches: sql<number>`sum(${searchCounts.searches})::int`.as("searches"), empty: sql<number>`sum(${searchCounts.empty})::int`.as("empty"),
  }).from(searchCounts).where(gte(searchCounts.day, since)).groupBy(sql`1`, sql`2`).as("weeks");
  return db.select({ word: weeks.word, people: sql<number>`sum(${weeks.people})::int`, searches: sql<number>`sum(${weeks.searches})::int`, empty: sql<number>`sum(${weeks.empty})::int` })
    .from(weeks).groupBy(weeks.word).having(sql`max(${weeks.people}) >= ${fewestPeople}`).orderBy(desc(sql`2`), asc(weeks.word)).limit(200);
}

/** Hot words as they stand, what was searched and not found, what waits, and what was changed of late. */
export async function getWordOffice(db: Reader, now: Date) {
  const [set, counted, synonyms] = [await db.select().from(hotWords).orderBy(asc(hotWords.position), asc(hotWords.word)), await listCounted(db, now), await db.select({ spoken: searchSynonyms.spoken }).from(searchSynonyms)];
  const spoken = new Set(synonyms.map((row) => row.spoken));
  const proposals = async (open: boolean) => (await listProposals(db, { kinds: wordChangeKinds, open })).map(({ content, ...row }) => ({ ...row, change: WordChange.parse(content) }));
  return {
    set, counted: counted.slice(0, 30),
    notFound: counted.filter(({ word, empty, searches }) => empty * 2 >= searches && !spoken.has(word)).toSorted((a, b) => b.empty - a.empty),
    waiting: await proposals(true), decided: await proposals(false), acts: await listHotActs(db),
  };
}

async function listHotActs(db: Reader) {
  const rows = await db.select({ id: auditLog.id, at: auditLog.at, word: auditLog.subjectId, after: auditLog.after, name: accounts.name }).from(auditLog).leftJoin(accounts, eq(accounts.id, auditLog.actorId))
    .where(and(eq(auditLog.subjectType, "hotWord"), eq(auditLog.action, "items.setHotWord"))).orderBy(desc(auditLog.at), desc(auditLog.id)).limit(20);
  return rows.map(({ at, after, ...row }) => ({ ...row, at: at.toISOString(), state: z.object({ state: z.enum(["pinned", "hidden", "counted"]) }).parse(after).state }));
}

const Key = z.tuple([z.string(), z.string()]);

/** Synonyms by their spoken form, found in either. Keyset, 100 a page. Errors: `requests.malformedCursor`. */
export async function listSynonyms(db: Reader, { query, cursor }: FindSynonyms) {
  const after = cursor ? decodeCursor(Key, cursor) : undefined;
  const rows = await db.select().from(searchSynonyms).where(and(
    query ? sql`(strpos(${searchSynonyms.spoken}, ${query}) > 0 or strpos(${searchSynonyms.official}, ${query}) > 0)` : undefined,
    after ? sql`(${searchSynonyms.spoken}, ${searchSynonyms.official}) > (${after[0]}, ${after[1]})` : undefined,
  )).orderBy(asc(searchSynonyms.spoken), asc(searchSynonyms.official)).limit(perPage + 1);
  const page = rows.slice(0, perPage);
  const last = rows.length > perPage ? page.at(-1) : undefined;
  return { rows: page, nextCursor: last ? encodeCursor([last.spoken, last.official]) : undefined };
}

/** Every theme that items carry or an editor named, in the order of the home page, then by how many items carry it. */
export async function listThemes(db: Reader) {
  const each = db.select({ theme: sql<string>`unnest(${itemSearch.themes})`.as("theme") }).from(itemSearch).as("each");
  const counts = new Map((await db.select({ theme: each.theme, count: sql<number>`count(*)::int` }).from(each).groupBy(each.theme)).map(({ theme, count }) => [theme, count]));
  const named = await db.select().from(searchThemes).orderBy(sql`${searchThemes.home} nulls last`, asc(searchThemes.position), asc(searchThemes.theme));
  const unnamed = [...counts.keys()].filter((theme) => !named.some((one) => one.theme === theme)).toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return [...named, ...unnamed.map((theme) => ({ theme, nameZh: theme, nameEn: null, home: null, position: 0 }))].map((row) => ({ ...row, count: counts.get(row.theme) ?? 0 }));
}

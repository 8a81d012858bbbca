import { and, arrayContains, asc, desc, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { divisions, itemSearch, searchSynonyms, serviceItemRevisions, serviceItems } from "@/db/schema";
import { ancestry } from "@/domain/departments/rules";
import type { Limit, SearchItems } from "@/domain/items/schema";
import { decodeCursor, encodeCursor } from "@/server/core/cursor";
import { lexeme, meaningsOf, readKeyword, type Keyword, type Meaning } from "./keyword";

const SearchKey = z.tuple([z.int(), z.int(), z.uuid()]);

/** The lowest score of a row that holds every word of the question, its sound or an official form of it; below stand some words and similar spelling. */
const wholeMatch = 20_000;

/** Rows that match, best first, paged by (score, rank, id); `partly`: none of them holds all that was asked. How they are ranked: docs/adr/0008-search.md. */
export async function searchItems(db: Reader, input: SearchItems) {
  const page = pageOf(db, input, await readQuestion(db, input.query)).as("page");
  const rows = await db
    .select({
      score: page.score, rank: page.rank, id: page.id, code: itemSearch.code, name: itemSearch.name,
      plainName: sql<string | null>`${serviceItemRevisions.content}->>'plainName'`,
      nameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`,
      departmentName: itemSearch.departmentName, divisionCode: itemSearch.divisionCode, divisionName: divisions.name, audience: itemSearch.audience,
      themes: itemSearch.themes, handling: itemSearch.handling, promisedLimit: sql<Limit | null>`${serviceItemRevisions.content}->'promisedLimit'`, promisedText: itemSearch.promisedText,
      onlineDepth: itemSearch.onlineDepth, status: serviceItems.status,
    })
    .from(page)
    .innerJoin(itemSearch, eq(itemSearch.serviceItemId, page.id))
    .innerJoin(divisions, eq(divisions.code, itemSearch.divisionCode))
    .innerJoin(serviceItems, eq(serviceItems.id, page.id))
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
    .orderBy(desc(page.score), asc(page.rank), asc(page.id));
  const shown = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? shown.at(-1) : undefined;
  return { rows: shown, partly: input.query !== undefined && shown.every(({ score }) => score < wholeMatch), nextCursor: last ? encodeCursor([last.score, last.rank, last.id]) : undefined };
}

type Question = Keyword & { meanings: Meaning[] };

async function readQuestion(db: Reader, query: string | undefined): Promise<Question | undefined> {
  const keyword = readKeyword(query);
  if (!keyword) return undefined;
  // Letters too: what an English reader types has its official words, as spoken Chinese has.
  const found = keyword.code ? [] : await db.select().from(searchSynonyms).where(sql`strpos(${keyword.text.replace(/\s/gu, "")}, ${searchSynonyms.spoken}) > 0`);
  return { ...keyword, meanings: meaningsOf(keyword.text, found) };
}

function pageOf(db: Reader, input: SearchItems, keyword: Question | undefined) {
  const found = db
    .select({ id: itemSearch.serviceItemId, rank: itemSearch.rank, score: (keyword ? scoreOf(keyword) : sql<number>`0`).as("score") })
    .from(itemSearch)
    .where(and(...filters(input), keyword && matches(keyword)))
    .as("found");
  return db
    .select({ id: found.id, rank: found.rank, score: found.score })
    .from(found)
    .where(input.cursor ? sql`(-${found.score}, ${found.rank}, ${found.id}) > ${after(input.cursor)}` : undefined)
    .orderBy(desc(found.score), asc(found.rank), asc(found.id))
    .limit(input.limit + 1);
}

function after(cursor: string): SQL {
  const [score, rank, id] = decodeCursor(SearchKey, cursor);
  return sql`(${-score}::int, ${rank}::int, ${id}::uuid)`;
}

function filters({ audience, theme, division, departmentId, online }: SearchItems): (SQL | undefined)[] {
  return [
    audience && arrayContains(itemSearch.audience, [audience]),
    theme ? arrayContains(itemSearch.themes, [theme]) : undefined,
    // An item of the city or the province serves the people of its counties too, and so does one under a code that this one succeeded.
    division ? or(inArray(itemSearch.divisionCode, ancestry(division)), sql`${itemSearch.divisionCode} in (select code from ${divisions} where ${inArray(divisions.successorCode, ancestry(division))})`) : undefined,
    departmentId ? eq(itemSearch.departmentId, departmentId) : undefined,
    online ? inArray(itemSearch.onlineDepth, ["3", "4"]) : undefined,
  ];
}

const like = (text: string) => text.replace(/[\\%_]/gu, "\\$&");
const contains = (text: string) => `%${like(text)}%`;

function matches({ text, anyWord, letters, sound, code, meanings }: Question): SQL | undefined {
  return or(
    sql`${itemSearch.name} like ${contains(text)}`,
    anyWord ? sql`${itemSearch.tokens} @@ ${anyWord}::tsquery` : undefined,
    letters ? sql`${itemSearch.initials} like ${contains(letters)}` : undefined,
    letters ? sql`${itemSearch.pinyin} like ${contains(letters)}` : undefined,
    sound ? sql`${itemSearch.pinyin} like ${contains(sound)}` : undefined,
    ...meanings.map(({ official }) => sql`${itemSearch.name} like ${contains(official)}`),
    code ? sql`${itemSearch.code} like ${`${like(code)}%`}` : undefined,
    // Two signs are too few to speak of a misspelling, and Latin letters resemble no Chinese name.
    // A name with over three times the trigrams of the text cannot reach the threshold of 0.3: no need to compare it.
    text.length > 2 && !letters && !code ? sql`length(${itemSearch.name}) < ${Math.ceil((text.length + 1) / 0.3)} and ${itemSearch.name} % ${text}` : undefined,
  );
}

/**
 * Exact name; the query is a common word for it; within the name; a common word within the query; every word of the query;
 * pinyin, initials or the same sound; some words; similar spelling. Within each tier the better documented item, and the
 * name that holds little else.
 */
function scoreOf(question: Question): SQL<number> {
  const tier = tierOf(question);
  const { text, meanings } = question;
  return sql<number>`(${tier} * 10000 + greatest(0, 2 - ${itemSearch.rank} / 531441) * 1000 + case ${tier}
    when 0 then round(similarity(${itemSearch.name}, ${text}) * 5000)
    when 1 then ${overlap(question)}
    when 5 then ${meant(meanings.filter(({ whole }) => !whole))} when 7 then ${meant(meanings.filter(({ whole }) => whole))}
    else least(5000, ${text.length * 5000} / length(${itemSearch.name})) end)::int`;
}

// How much of the question the item's words cover; a long word says more than two short ones.
function overlap({ words }: Keyword): SQL {
  // Nothing but signs: no word covers anything.
  if (words.length === 0) return sql`0`;
  const weights = words.map((word) => word.length ** 2);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = words.map((word, at) => sql`case when ${itemSearch.tokens} @@ ${lexeme(word)}::tsquery then ${Math.round(((weights[at] ?? 0) * 4500) / whole)}::int else 0 end`);
  return sql`(${sql.join(parts, sql` + `)}) + round(ts_rank(${itemSearch.tokens}, ${words.map(lexeme).join(" | ")}::tsquery) * 500)`;
}

// How much of the name the official form is, the best of several.
function meant(meanings: readonly Meaning[]): SQL {
  if (meanings.length === 0) return sql`0`;
  const parts = meanings.map(({ official }) => sql`case when ${itemSearch.name} like ${contains(official)} then least(5000, ${official.length * 5000} / length(${itemSearch.name})) else 0 end`);
  return sql`greatest(${sql.join(parts, sql`, `)})`;
}

function tierOf({ text, allWords, anyWord, letters, sound, code, meanings }: Question): SQL {
  const names = (whole: boolean) => {
    const forms = meanings.filter((meaning) => meaning.whole === whole).map(({ official }) => sql`${itemSearch.name} like ${contains(official)}`);
    return forms.length > 0 && (or(...forms) ?? false);
  };
  const tiers: [tier: number, holds: SQL | false | ""][] = [
    [9, code && sql`${itemSearch.code} like ${`${like(code)}%`}`],
    [8, sql`lower(${itemSearch.name}) = ${text}`],
    [7, letters && sql`${letters} = any(string_to_array(${itemSearch.initials} || ' ' || ${itemSearch.pinyin}, ' '))`],
    [7, names(true)],
    [6, sql`strpos(${itemSearch.name}, ${text}) > 0`],
    [5, names(false)],
    [5, letters && sql`' ' || ${itemSearch.initials} || ' ' || ${itemSearch.pinyin} like ${contains(` ${letters}`)}`],
    [4, allWords && sql`${itemSearch.tokens} @@ ${allWords}::tsquery`],
    [3, letters && sql`${itemSearch.initials} like ${contains(letters)} or ${itemSearch.pinyin} like ${contains(letters)}`],
    [3, sound && sql`${itemSearch.pinyin} like ${contains(sound)}`],
    [1, anyWord && sql`${itemSearch.tokens} @@ ${anyWord}::tsquery`],
  ];
  const whens = tiers.flatMap(([tier, holds]) => (holds ? [sql`when ${holds} then ${sql.raw(String(tier))}`] : []));
  return sql`case ${sql.join(whens, sql` `)} else 0 end`;
}

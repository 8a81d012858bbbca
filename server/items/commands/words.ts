import { and, eq, lt, sql } from "drizzle-orm";
import type { Database, Reader, Tx } from "@/db/client";
import { keyedDigest } from "@/db/personal-data";
import { hotWords, searchCounts, searchSeen, searchSynonyms, searchThemes } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { DecideProposal } from "@/domain/core/proposals";
import { wordDuties } from "@/domain/items/policy/words";
import { countedWord, fewestPeople, keptDays, rareDays, weekOf } from "@/domain/items/rules/words";
import { WordChange, wordChangeKinds, type SetHotWord } from "@/domain/items/schema/words";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { settleProposal, writeProposal } from "@/server/core/proposals";
import { spoken } from "../queries/keyword";

type StaffCtx = Ctx & { actor: User };

/**
 * Writes a synonym or theme down for a publisher. Errors: `items.synonymKnown` (conflict), `items.wordUnknown` (not_found),
 * `items.synonymEmpty` (unprocessable), `proposals.waiting` (conflict).
 */
export function proposeWord(ctx: StaffCtx, change: WordChange): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const sound = await checked(tx, change);
    const id = await writeProposal(tx, ctx, { kind: sound.kind, subject: subjectOf(sound), content: sound });
    return { value: { id }, audit: { action: "items.proposeWord", subject: { type: "proposal", id }, after: sound } };
  });
}

/**
 * Confirms a word, which every search then follows, refuses it with a reason, or takes one's own back. Errors: as
 * `proposeWord`, and `proposals.decided` (conflict), `proposals.own`, `proposals.notYours` (forbidden), `proposals.reasonMissing` (invalid).
 */
export function decideWord(ctx: StaffCtx, decision: DecideProposal): Promise<{ id: string; outcome: DecideProposal["outcome"] }> {
  return commit(ctx, async (tx) => {
    const { content } = await settleProposal(tx, ctx, decision, { kinds: wordChangeKinds, decide: wordDuties.decide });
    const { id, outcome } = decision;
    if (outcome === "confirmed") await apply(tx, await checked(tx, WordChange.parse(content)));
    return { value: { id, outcome }, audit: { action: "items.decideWord", subject: { type: "proposal", id }, after: { outcome, change: content } } };
  });
}

const subjectOf = (change: WordChange) => ("theme" in change ? `theme:${change.theme}` : `synonym:${change.spoken}/${change.official}`);

async function checked(tx: Tx, change: WordChange): Promise<WordChange> {
  if (change.kind === "setTheme") return change;
  if (change.kind === "removeTheme") return known(change, await tx.$count(searchThemes, eq(searchThemes.theme, change.theme)));
  const sound = { ...change, spoken: spoken(change.spoken), official: change.official.trim() };
  const found = await tx.$count(searchSynonyms, and(eq(searchSynonyms.spoken, sound.spoken), eq(searchSynonyms.official, sound.official)));
  if (change.kind === "removeSynonym") return known(change, found || (await tx.$count(searchSynonyms, and(eq(searchSynonyms.spoken, change.spoken), eq(searchSynonyms.official, change.official)))));
  if (!sound.spoken || sound.spoken === sound.official) throw new DomainError("unprocessable", "items.synonymEmpty");
  if (found > 0) throw new DomainError("conflict", "items.synonymKnown", { spoken: sound.spoken, official: sound.official });
  return sound;
}

function known<Change extends WordChange>(change: Change, count: number): Change {
  if (count === 0) throw new DomainError("not_found", "items.wordUnknown");
  return change;
}

async function apply(tx: Tx, change: WordChange): Promise<void> {
  switch (change.kind) {
    case "addSynonym": return void (await tx.insert(searchSynonyms).values({ spoken: change.spoken, official: change.official }).onConflictDoNothing());
    case "removeSynonym": return void (await tx.delete(searchSynonyms).where(and(eq(searchSynonyms.spoken, change.spoken), eq(searchSynonyms.official, change.official))));
    case "setTheme": {
      const { kind: _, ...values } = change;
      return void (await tx.insert(searchThemes).values(values).onConflictDoUpdate({ target: searchThemes.theme, set: values }));
    }
    case "removeTheme": return void (await tx.delete(searchThemes).where(eq(searchThemes.theme, change.theme)));
  }
}

/** Pins, hides or frees a hot word: it only suggests, so an editor does it alone, with history. */
export function setHotWord(ctx: StaffCtx, { word, state, position }: SetHotWord): Promise<{ word: string }> {
  return commit(ctx, async (tx) => {
    const [before] = await tx.select().from(hotWords).where(eq(hotWords.word, word)).for("update").limit(1);
    if (state === "counted") await tx.delete(hotWords).where(eq(hotWords.word, word));
    else await tx.insert(hotWords).values({ word, state, position }).onConflictDoUpdate({ target: hotWords.word, set: { state, position } });
    return { value: { word }, audit: { action: "items.setHotWord", subject: { type: "hotWord", id: word }, before: before ?? null, after: { state, position } } };
  });
}

/**
 * Counts a search: the word, the day, whether anything was found, and whether it came from an address that had not searched
 * for it in this week. Which address is told by a digest that is deleted with the week; nothing else of a person is kept.
 */
export async function countSearch({ db, now, address }: Ctx, typed: string | undefined, found: boolean): Promise<void> {
  const word = countedWord(typed ?? "");
  if (!word) return;
  const day = shanghaiDay(now);
  const week = weekOf(day);
  const digest = keyedDigest("search-week", `${week}|${word}|${address}`);
  await counting(db).execute(sql`
    with seen as (insert into search_seen (week, digest) values (${week}, ${digest}) on conflict do nothing returning 1)
    insert into search_counts as counts (day, word, searches, people, empty) values (${day}, ${word}, 1, (select count(*) from seen), ${found ? 0 : 1})
    on conflict (day, word) do update set searches = counts.searches + 1, people = counts.people + excluded.people, empty = counts.empty + excluded.empty`);
}

// Safe: as with rate limits, a counter is no business data, and a search changes nothing that anybody answers for.
function counting(db: Reader): Database {
  return db as Database;
}

/** Deletes the digests of past weeks, words that too few people searched for, and counts past their time; tells how many rows. */
export function forgetSearches(ctx: Ctx): Promise<number> {
  const today = shanghaiDay(ctx.now);
  const one = { row: sql`1` };
  return commit(ctx, async (tx) => {
    const digests = await tx.delete(searchSeen).where(lt(searchSeen.week, weekOf(today))).returning(one);
    const rare = await tx.delete(searchCounts).where(sql`(${searchCounts.word}, date_trunc('week', ${searchCounts.day}::timestamp)::date) in (
      select word, date_trunc('week', day::timestamp)::date from search_counts where day < ${addDays(today, -rareDays)}
      group by 1, 2 having sum(people) < ${fewestPeople})`).returning(one);
    const old = await tx.delete(searchCounts).where(lt(searchCounts.day, addDays(today, -keptDays))).returning(one);
    const rows = digests.length + rare.length + old.length;
    return { value: rows, audit: { action: "items.forgetSearches", subject: { type: "searches", id: today }, after: { rows } } };
  });
}

import { searchWords } from "@/db/search-document";

/** Words of a question that name no item: left out when something else remains. */
const idle = new Set(["我", "要", "我要", "想", "我想", "怎么", "怎样", "如何", "怎么办", "办", "办理", "在哪", "哪里", "需要", "什么", "材料", "的", "了", "吗", "呢", "可以", "去"]);

/** Names of senior mode in use on government portals (国办发〔2020〕45号 and its successors); the search offers the mode itself. */
const elderWords = /^(?:长辈版|长者模式|长者版|亲情版|关爱版|关怀版|老年版|老年模式|大字版|适老版)$/u;

export type Keyword = {
  /** Small letters, narrow forms, single spaces. */
  text: string;
  /** tsquery that every word must match, and one that any may. */
  allWords: string;
  anyWord: string;
  /** Letters alone, for pinyin and initials; empty where the query holds anything else. */
  letters: string;
  /** A code or its beginning; empty where the query is none. */
  code: string;
};

/** What a person typed, as the search reads it; undefined when nothing is left to search for. */
export function readKeyword(typed: string | undefined): Keyword | undefined {
  const text = (typed ?? "").normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
  if (!text) return undefined;
  const words = searchWords(text);
  const telling = words.filter((word) => !idle.has(word));
  const lexemes = (telling.length > 0 ? telling : words).map((word) => `'${word.replace(/['\\]/gu, "$&$&")}'`);
  const letters = text.replace(/[\s'’·-]/gu, "");
  return {
    text,
    allWords: lexemes.join(" & "),
    anyWord: lexemes.join(" | "),
    letters: /^[a-zü]+$/u.test(letters) ? letters.replaceAll("ü", "v") : "",
    code: /^(?=.*\d)[0-9a-z]{8,33}$/u.test(text) ? text.toUpperCase() : "",
  };
}

/** Whether someone searched for senior mode rather than for an item. */
export function asksForElderMode(typed: string | undefined): boolean {
  return elderWords.test((typed ?? "").normalize("NFKC").replace(/\s/gu, ""));
}

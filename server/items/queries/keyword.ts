import { searchWords, simplified, syllables } from "@/db/search-document";

/** Words of a question that name no item: left out when something else remains. */
const idle = new Set([
  "我要", "我想", "怎么", "怎样", "如何", "怎么办", "办理", "哪里", "在哪", "哪儿", "需要", "什么", "材料", "可以", "多少", "多久", "办证", "手续", "流程", "申请", "办事",
]);

/** Names of senior mode in use on government portals (国办发〔2020〕45号 and its successors); the search offers the mode itself. */
const elderWords = /^(?:长辈版|长者模式|长者版|亲情版|关爱版|关怀版|老年版|老年模式|大字版|适老版)$/u;

/** An official form that a spoken one in the query means; `whole` where the query says nothing else. */
export type Meaning = { official: string; whole: boolean };

export type Keyword = {
  /** Simplified signs, small letters, narrow forms, single spaces. */
  text: string;
  /** The telling words, and tsqueries that all or any of them must match. */
  words: string[];
  allWords: string;
  anyWord: string;
  /** Letters alone, for pinyin and initials; empty where the query holds anything else. */
  letters: string;
  /** How a query of two or more Chinese signs sounds: finds what was mistyped for its sound. */
  sound: string;
  /** A code or its beginning; empty where the query is none. */
  code: string;
};

const readText = (typed: string) => simplified(typed.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim());

/** A spoken form as queries are compared with it: as the search reads it, without spaces. */
export const spoken = (typed: string) => readText(typed).replace(/\s/gu, "");

/** What a person typed, as the search reads it; undefined when nothing is left to search for. */
export function readKeyword(typed: string | undefined): Keyword | undefined {
  const text = readText(typed ?? "");
  if (!text) return undefined;
  const words = tellingWords(searchWords(text));
  const lexemes = words.map(lexeme);
  const letters = text.replace(/[\s'’·-]/gu, "");
  return {
    text, words,
    allWords: lexemes.join(" & "),
    anyWord: lexemes.join(" | "),
    letters: /^[a-zü]+$/u.test(letters) ? letters.replaceAll("ü", "v") : "",
    sound: /^\p{Script=Han}{2,20}$/u.test(text) ? syllables(text).join("") : "",
    code: /^(?=.*\d)[0-9a-z]{8,33}$/u.test(text) ? text.toUpperCase() : "",
  };
}

/** A word as a tsquery names it. */
export function lexeme(word: string): string {
  return `'${word.replace(/['\\]/gu, "$&$&")}'`;
}

// A single sign (办, 证, 开) tells little beside a longer word.
function tellingWords(words: readonly string[]): string[] {
  const telling = words.filter((word) => !idle.has(word));
  const long = telling.filter((word) => word.length > 1);
  return long.length > 0 ? long : telling.length > 0 ? telling : [...words];
}

/** The official forms a query means, out of the synonyms found within it: the longest spoken forms, not those inside them. */
export function meaningsOf(text: string, found: readonly { spoken: string; official: string }[]): Meaning[] {
  const longest = found.filter(({ spoken }) => !found.some((other) => other.spoken !== spoken && other.spoken.includes(spoken)));
  const bare = text.replace(/\s/gu, "");
  return longest.map(({ spoken, official }) => ({ official, whole: bare.length - spoken.length <= 1 })).slice(0, 12);
}

/** Whether someone searched for senior mode rather than for an item. */
export function asksForElderMode(typed: string | undefined): boolean {
  return elderWords.test((typed ?? "").normalize("NFKC").replace(/\s/gu, ""));
}

import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict";
import { Converter } from "opencc-js/t2cn";
import { pinyin } from "pinyin-pro";
import type { RevisionContent } from "@/domain/items/schema";

/** Readings the library gets wrong, by word. */
const corrections: Readonly<Record<string, readonly string[]>> = {
  还款: ["huan", "kuan"], 乐清: ["yue", "qing"], 乐清市: ["yue", "qing", "shi"],
  浚县: ["xun", "xian"], 大埔: ["da", "bu"], 大埔县: ["da", "bu", "xian"],
};

const WORD = /[\p{Script=Han}\p{Letter}\p{Number}]/u;

let segmenter: Jieba | undefined;
/** The dictionary takes a moment to load: only who searches or publishes pays for it. */
function jieba(): Jieba {
  segmenter ??= Jieba.withDict(dict);
  return segmenter;
}

let converter: ((text: string) => string) | undefined;
/** Traditional signs, of Taiwan and Hong Kong alike, as simplified ones; the rest as it is. */
export function simplified(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  converter ??= Converter({ from: "t", to: "cn" });
  return converter(text);
}

/** The words of a text as search keeps them: small letters, narrow forms, no punctuation, each once. */
export function searchWords(text: string): string[] {
  const words = jieba().cutForSearch(text.normalize("NFKC").toLowerCase(), true);
  return [...new Set(words.map((word) => word.trim()).filter((word) => WORD.test(word)))];
}

/** Syllables of a Chinese text without tones; letters and digits stay as they are. */
export function syllables(text: string): string[] {
  return jieba().cut(text.normalize("NFKC").toLowerCase(), true).filter((word) => WORD.test(word)).flatMap((word) => [
    ...(corrections[word] ?? pinyin(word, { toneType: "none", type: "array", v: true, nonZh: "consecutive" })),
  ]);
}

export type SearchDocument = { title: string; tokens: string; pinyin: string; initials: string };

/**
 * What search keeps of a published item: `tokens` is a tsvector literal (weight A: what the item is called, B: keywords
 * and result, C: department, themes and life events), `pinyin` and `initials` hold one run of letters per name or
 * keyword, so that `jzz` and `juzhuzheng` find 居住证.
 */
export function searchDocument(content: RevisionContent, departmentName: string): SearchDocument {
  const title = content.plainName ?? content.name;
  const called = [content.name, ...(content.plainName ? [content.plainName] : [])];
  const spoken = [...called, ...content.keywords].map(syllables).filter((run) => run.length > 0);
  return {
    title,
    tokens: tsvectorLiteral([
      ["A", [...called, content.nameEn ?? ""]],
      ["B", [...content.keywords, content.result?.name ?? ""]],
      ["C", [departmentName, ...content.themes, ...content.lifeEvents]],
    ]),
    pinyin: unique(spoken.map((run) => run.join(""))),
    initials: unique(spoken.map((run) => run.map((syllable) => syllable[0] ?? "").join(""))),
  };
}

/** The row of `item_search` for a published item. */
export function searchRow(item: { id: string; code: string; divisionCode: string; department: { id: string; name: string } }, content: RevisionContent) {
  const document = searchDocument(content, item.department.name);
  const documented = content.result !== null;
  return {
    serviceItemId: item.id,
    code: item.code,
    name: content.name,
    summary: content.summary?.zh ?? content.conditions[0]?.slice(0, 200) ?? "",
    departmentId: item.department.id,
    departmentName: item.department.name,
    divisionCode: item.divisionCode,
    audience: content.audience,
    themes: content.themes,
    onlineDepth: content.onlineDepth,
    promisedText: content.promisedLimit ? limitText(content.promisedLimit) : null,
    handling: content.handling,
    tokens: document.tokens,
    pinyin: document.pinyin,
    initials: document.initials,
    rank: rank(content, document.initials),
    documented,
  };
}

/** Items with a form of their own first, then documented ones, then the rest; each group by the letters of its name. */
function rank(content: RevisionContent, initials: string): number {
  const group = content.form ? 0 : content.result ? 1 : 2;
  const letters = [0, 1, 2, 3].map((at) => Math.max(0, "abcdefghijklmnopqrstuvwxyz".indexOf(initials[at] || " ") + 1));
  return letters.reduce((sum, letter) => sum * 27 + letter, group);
}

function limitText(limit: { value: number; unit: "workday" | "calendarDay" }): string {
  if (limit.value === 0) return "当场";
  return `${limit.value}个${limit.unit === "workday" ? "工作日" : "自然日"}`;
}

function tsvectorLiteral(parts: [weight: "A" | "B" | "C", texts: string[]][]): string {
  const seen = new Set<string>();
  const lexemes: string[] = [];
  for (const [weight, texts] of parts) {
    for (const word of searchWords(texts.join(" "))) {
      if (seen.has(word)) continue;
      seen.add(word);
      lexemes.push(`'${word.replace(/['\\]/g, "$&$&")}':${Math.min(lexemes.length + 1, 16_383)}${weight}`);
    }
  }
  return lexemes.join(" ");
}

const unique = (words: string[]) => [...new Set(words)].join(" ");

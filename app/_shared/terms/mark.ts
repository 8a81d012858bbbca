import { glossary, glossaryWords, type GlossaryWord } from "./glossary";

type Language = "zh" | "en";
/** A piece of a text: plain, or a word of the glossary as it is written there. */
export type Part = { text: string; word?: GlossaryWord };

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

// Titles of laws, quoted names, addresses of the web and of mail are names: nothing in them is explained.
const names = /《[^》]*》|“[^”]*”|"[^"]*"|https?:\/\/\S+|[\w.-]+@[\w.-]+/;

/** Every spelling, the longest first, so that of two that begin alike the longer one is found. */
function spellings(language: Language): { pattern: RegExp; wordOf: ReadonlyMap<string, GlossaryWord> } {
  const all = glossaryWords.flatMap((word) => glossary[word][language].map((spelling): [string, GlossaryWord] => [spelling.toLowerCase(), word]));
  const one = all.map(([spelling]) => escaped(spelling)).toSorted((a, b) => b.length - a.length).join("|");
  // Chinese has no gaps between words; English words end where letters end.
  const found = language === "en" ? `\\b(?:${one})\\b` : `(?:${one})`;
  return { pattern: new RegExp(`${names.source}|(?<word>${found})`, "gi"), wordOf: new Map(all) };
}

const known = { zh: spellings("zh"), en: spellings("en") };

/**
 * Cuts a text at the words of the glossary: longest match, each word where it first stands and, over all texts that share
 * `seen`, once only; never inside a name. `seen` learns what was marked.
 */
export function markTerms(text: string, language: Language, seen: Set<GlossaryWord>): Part[] {
  const { pattern, wordOf } = known[language];
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const written = match.groups?.["word"];
    const word = written && wordOf.get(written.toLowerCase());
    if (!word || seen.has(word)) continue;
    seen.add(word);
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: written, word });
    from = match.index + written.length;
  }
  return from < text.length || parts.length === 0 ? [...parts, { text: text.slice(from) }] : parts;
}

import { diffWordsWithSpace } from "diff";

/** A run of text and what became of it. */
export type Run = { text: string; kind: "same" | "removed" | "added" };

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** Longer texts are shown whole, not word by word: comparing them would take too long to wait for. */
const LONGEST = 6000;

/** The words that differ between two texts, Chinese ones by their words. */
export function wordRuns(before: string, after: string): Run[] {
  if (before.length + after.length > LONGEST) return [{ text: before, kind: "removed" }, { text: after, kind: "added" }];
  return diffWordsWithSpace(before, after, { intlSegmenter: segmenter }).map(({ value, added, removed }) => ({ text: value, kind: added ? "added" : removed ? "removed" : "same" }));
}

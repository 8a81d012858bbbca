import type { LocalisedText } from "@/domain/forms/schema";
import type { RevisionContent } from "../schema";

export type WordedConditions = Pick<RevisionContent, "conditions" | "conditionsEn">;

/** Whether every condition has its English: the nth says the nth, so that lists of different lengths say nothing. */
export const conditionsSpeakEnglish = ({ conditions, conditionsEn = [] }: WordedConditions): boolean => conditionsEn.length > 0 && conditionsEn.length === conditions.length;

/** The conditions as a guide shows them, each in every language that it has. */
export function conditionTexts(content: WordedConditions): LocalisedText[] {
  const english = conditionsSpeakEnglish(content) ? content.conditionsEn : undefined;
  return content.conditions.map((zh, at) => ({ zh, ...(english?.[at] === undefined ? {} : { en: english[at] }) }));
}

/** An English condition that was written for another Chinese text than it stands beside now. */
type StaleEnglish = { number: number; was: string };

/**
 * Which conditions were changed in Chinese since their English was written: `before` holds the earlier editions, the oldest first, and an English text
 * belongs to the Chinese beside which it first stood. A text that never stood anywhere is new, and so is one that is written anew.
 */
export function staleEnglish(content: WordedConditions, before: readonly WordedConditions[]): StaleEnglish[] {
  return conditionTexts(content).flatMap(({ zh, en }, at) => {
    if (en === undefined) return [];
    const first = before.map(conditionTexts).map((texts) => texts.filter((text) => text.en?.trim() === en.trim())).find((texts) => texts.length > 0);
    return first?.[0] && !first.some((text) => text.zh.trim() === zh.trim()) ? [{ number: at + 1, was: first[0].zh }] : [];
  });
}

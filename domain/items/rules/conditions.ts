import type { LocalisedText } from "@/domain/forms/schema";
import type { RevisionContent } from "../schema";

type Worded = Pick<RevisionContent, "conditions" | "conditionsEn">;

/** Whether every condition has its English: the nth says the nth, so that lists of different lengths say nothing. */
export const conditionsSpeakEnglish = ({ conditions, conditionsEn = [] }: Worded): boolean => conditionsEn.length > 0 && conditionsEn.length === conditions.length;

/** The conditions as a guide shows them, each in every language that it has. */
export function conditionTexts(content: Worded): LocalisedText[] {
  const english = conditionsSpeakEnglish(content) ? content.conditionsEn : undefined;
  return content.conditions.map((zh, at) => ({ zh, ...(english?.[at] === undefined ? {} : { en: english[at] }) }));
}

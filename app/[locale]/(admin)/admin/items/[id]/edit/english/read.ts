import { chineseTexts, inEnglish, withoutLeftOver } from "@/domain/items/rules/english";
import { RevisionContent } from "@/domain/items/schema";
import type { Pair } from "./state";

/** Every text with what is written for it, in the order of the guide. */
export function pairsOf(content: RevisionContent): (Pair & { field: string })[] {
  const say = inEnglish(content);
  return chineseTexts(content).map(({ field, text }) => ({ field, zh: text, en: say(text).en ?? "" }));
}

const textIn = (form: FormData) => (name: string) => String(form.get(name) ?? "").replaceAll("\r\n", "\n").trim();

/** What was posted: each English beside the Chinese that it was typed for, whatever the guide says by now. */
export function readPairs(form: FormData): Pair[] {
  const text = textIn(form);
  return Array.from({ length: Math.min(2000, Number(text("count")) || 0) }, (_, at) => ({ zh: text(`texts.${at}.zh`), en: text(`texts.${at}.en`) })).filter(({ zh }) => zh !== "");
}

/** The English of a draft after what was typed, without what is left over; or the Chinese texts whose English is no good. */
export function englishOf(content: RevisionContent, typed: readonly Pair[]): { english: Record<string, string> } | { wrong: string[] } {
  const entries = new Map(Object.entries(withoutLeftOver(content).english ?? {}));
  for (const { zh, en } of typed) {
    if (en) entries.set(zh, en);
    else entries.delete(zh);
  }
  const parsed = RevisionContent.shape.english.unwrap().safeParse(Object.fromEntries(entries));
  return parsed.success ? { english: parsed.data } : { wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))] };
}

/** What a colleague wrote meanwhile for texts to which one wrote something else oneself. */
export function theirsOver(base: RevisionContent, typed: readonly Pair[], theirs: RevisionContent): Pair[] {
  const [before, now] = [inEnglish(base), inEnglish(theirs)];
  const said = ({ en = "" }: { en?: string | undefined }) => en;
  return typed.flatMap(({ zh, en }) => (said(now(zh)) !== said(before(zh)) && en !== said(before(zh)) && en !== said(now(zh)) ? [{ zh, en: said(now(zh)) }] : []));
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { glossary, glossaryWords } from "@/app/_shared/terms/glossary";
import { officialese } from "@/domain/items/policy/lint-words";
import type { Area, MessageTree } from "./catalogue";

/** What citizens read; parts of these areas that only colleagues see are left out. */
const citizens = [
  "common", "ui", "forms", "home", "items", "applications", "apply", "me", "progress", "verify", "elder", "identity", "signIn", "certificates", "certificateUses",
  "ratings", "help", "helpSteps", "glossary", "due", "accessibility", "privacy", "guidedStart", "places", "shares", "messagePreferences", "enquiries", "onFile", "deliveries",
  "hearings", "consent", "data", "delegations", "levels", "life", "lifeEvents", "organisations", "present", "security", "wallet",
] as const satisfies readonly Area[];
const colleagues = /^(onFile\.(desk|counter)|consent\.clients|deliveries\.(forms|desk)|hearings\.(wrong|forms|desk)|enquiries\.desk|lifeEvents\.admin|ratings\.(desk|rectification)|forms\.builder)\b/;

function flatten(tree: MessageTree, prefix: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === "string" ? [[`${prefix}.${key}`, value]] : flatten(value, `${prefix}.${key}`)));
}

const texts = citizens.flatMap((area) => flatten(JSON.parse(readFileSync(join(import.meta.dirname, "messages", "zh-CN", `${area}.json`), "utf8")) as MessageTree, area))
  .filter(([key]) => !colleagues.test(key));

const choice = /\{\s*\w+\s*,\s*(?:select|plural)\s*,((?:\s*[=\w-]+\s*\{[^{}]*\})+)\s*\}/;
const longest = (parts: readonly string[]) => parts.toSorted((a, b) => b.length - a.length)[0] ?? "";

/** The words of a message as somebody may read them at most: of every choice the longest, arguments and tags away. */
function wordsOf(message: string): string {
  let words = message.replaceAll(/\{\w+\}/g, "").replaceAll(/<\/?\w+>/g, "");
  for (let found = choice.exec(words); found; found = choice.exec(words)) {
    words = words.replace(found[0], longest([...(found[1] ?? "").matchAll(/\{([^{}]*)\}/g)].map(([, text]) => text ?? "")));
  }
  return words;
}

const han = /\p{Script=Han}/gu;
const longestSentence = 40;

// Kinds of files, names of products and standards, and what is typed as an example: nothing says them in Chinese.
const foreign = new Set([
  "PDF", "JPG", "PNG", "HEIC", "MB", "JSON", "Excel", "SD-JWT", "JWS", "PAdES", "SHA-256", "Web", "WCAG", "AA", "GB", "App", "iOS", "Windows", "macOS", "Linux",
  "Chrome", "Edge", "Safari", "Firefox", "Ctrl", "F", "A", "B", "C", "D", "K", "T", "X", "L0", "L1", "L2", "L3", "L4", "EMS", "Apache-2", "English", "jzz", "juzhuzheng", "name", "example", "com", "https", 
]);

describe("what citizens read in Chinese", () => {
  test(`has no sentence of more than ${longestSentence} signs`, () => {
    const long = texts.flatMap(([key, text]) => wordsOf(text).split(/[。！？；\n]/).map((sentence) => [key, sentence.match(han)?.length ?? 0] as const)).filter(([, count]) => count > longestSentence);
    expect(long).toEqual([]);
  });

  test("has no foreign word that Chinese has a word for", () => {
    const words = texts.flatMap(([key, text]) => (wordsOf(text).match(/[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*/g) ?? []).map((word) => [key, word] as const));
    expect(words.filter(([, word]) => !foreign.has(word))).toEqual([]);
  });

  test("has no officialese but the words that the glossary explains", () => {
    const explained = new Set<string>(glossaryWords.flatMap((word) => [...glossary[word].zh]));
    const found = texts.flatMap(([key, text]) => officialese.filter(([word]) => !explained.has(word) && wordsOf(text).includes(word)).map(([word]) => [key, word] as const));
    expect(found).toEqual([]);
  });

  test("is measured by rules that find what they are for", () => {
    expect(wordsOf("{n, plural, =0 {没有} other {还有 {n} 件<b>事</b>}}，{unit, select, workday {个工作日} other {天}}")).toBe("还有  件事，个工作日");
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { areas, type MessageTree } from "./catalogue";
import { routing, type Locale } from "./routing";

const folder = join(import.meta.dirname, "messages");

function flatten(tree: MessageTree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

function read(locale: Locale, area: string): Map<string, string> {
  return new Map(flatten(JSON.parse(readFileSync(join(folder, locale, `${area}.json`), "utf8")) as MessageTree));
}

/** The names of the ICU arguments and tags in a message. Braces hold an argument at odd depth, a branch's text at even depth. */
function argumentsOf(message: string): string[] {
  const names = new Set([...message.matchAll(/<(\w+)>/g)].map(([, name]) => name!));
  let depth = 0;
  for (const { 0: brace, index } of message.matchAll(/[{}]/g)) {
    depth += brace === "{" ? 1 : -1;
    if (brace === "{" && depth % 2 === 1) names.add(/\w+/.exec(message.slice(index))?.[0] ?? "");
  }
  return [...names].toSorted();
}

/** A message without its ICU syntax, tags and addresses: the words a person reads. */
function wordsOf(message: string): string {
  return message
    .replace(/\{\s*\w+\s*,[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{\w+\}/g, "")
    .replace(/<\/?\w+>/g, "")
    .replace(/https?:\S+/g, "");
}

const han = /\p{Script=Han}/u;
const messagesOf = (locale: Locale) => areas.flatMap((area) => [...read(locale, area)].map(([key, text]) => [`${area}.${key}`, text] as const));
const offending = (locale: Locale, wrong: (text: string) => boolean) => messagesOf(locale).filter(([, text]) => wrong(text));

describe("the message catalogues", () => {
  it.each(routing.locales)("has exactly the listed areas in %s", (locale) => {
    const files = readdirSync(join(folder, locale)).map((file) => file.replace(/\.json$/, ""));
    expect(files.toSorted()).toEqual([...areas].toSorted());
  });

  it.each(areas)("has the same keys in both languages in %s", (area) => {
    expect([...read("en", area).keys()].toSorted()).toEqual([...read("zh-CN", area).keys()].toSorted());
  });

  it.each(areas)("takes the same arguments in both languages in %s", (area) => {
    const english = read("en", area);
    const wanted = [...read("zh-CN", area)].map(([key, text]) => [key, argumentsOf(text)]);
    const found = wanted.map(([key]) => [key, argumentsOf(english.get(String(key)) ?? "")]);
    expect(found).toEqual(wanted);
  });

  it.each(routing.locales)("has no empty message and no space at either end in %s", (locale) => {
    expect(offending(locale, (text) => text === "" || text !== text.trim()).filter(([key]) => !key.endsWith(".separator"))).toEqual([]);
  });

  it("uses full-width punctuation beside Chinese text", () => {
    expect(offending("zh-CN", (text) => {
      const words = wordsOf(text);
      return /\p{Script=Han}\s*[,;:!?()]|[,;!?()]\s*\p{Script=Han}|\p{Script=Han}\.(?!\w)/u.test(words);
    })).toEqual([]);
  });

  it("closes every bracket and quotation mark it opens", () => {
    const pairs = ["（）", "“”", "《》", "「」", "()"] as const;
    const unpaired = (text: string) => pairs.some(([open, close]) => text.split(open!).length !== text.split(close!).length);
    expect([...offending("zh-CN", unpaired), ...offending("en", unpaired)]).toEqual([]);
  });

  it("leaves no Chinese in the English catalogue but the name of the language", () => {
    expect(offending("en", (text) => han.test(text)).map(([key]) => key)).toEqual(["common.tools.language"]);
  });

  it("has no Chinese sentence of more than 40 characters", () => {
    const longest = (text: string) => Math.max(...wordsOf(text).split(/[。！？；：\n]/).map((sentence) => sentence.match(/\p{Script=Han}/gu)?.length ?? 0));
    expect(offending("zh-CN", (text) => longest(text) > 40).map(([key]) => key)).toEqual([]);
  });

  it("never apologises, scolds or shows jargon for an error in Chinese", () => {
    expect(offending("zh-CN", (text) => /抱歉|非法|无效输入|不能为空|！！/.test(text))).toEqual([]);
  });
});

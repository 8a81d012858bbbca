import { saidDigits, saidNumber } from "@/domain/core/chinese-numbers";

/** Long utterances are cut off or never end in several browsers; none is longer than this. */
const longest = 80;

export type Span = { start: number; end: number };

/** Where a sentence that is too long may be divided: after a comma, else anywhere. */
function divide(text: string, span: Span): Span[] {
  const parts: Span[] = [];
  let { start } = span;
  while (span.end - start > longest) {
    const window = text.slice(start, start + longest);
    const comma = Math.max(...["，", "、", "：", ", ", ": "].map((mark) => window.lastIndexOf(mark)));
    const space = window.lastIndexOf(" ");
    const cut = start + (comma > 0 ? comma + 1 : space > 0 ? space + 1 : longest);
    parts.push({ start, end: cut });
    start = cut;
  }
  return [...parts, { start, end: span.end }];
}

/** Divides text into sentences of at most 80 characters, as positions in the text; blank ones are left out. */
export function sentenceSpans(text: string): Span[] {
  const sentences = [...text.matchAll(/[^。！？；!?;\n]+(?:[。！？；!?;]+[”’」）)"']*|\n|$)/g)];
  return sentences
    .flatMap((match) => divide(text, { start: match.index, end: match.index + match[0].length }))
    .filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)));
}

const spelt = (number: string) => [...number].join(" ");

/** Dates and money as they are said in Chinese: a year digit by digit, a sum in words. */
function inChinese(text: string): string {
  return text
    .replace(/\b(\d{4})-(\d{2})-(\d{2})\b/g, (_, year: string, month: string, day: string) => `${year}年${Number(month)}月${Number(day)}日`)
    .replace(/(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?/g, (_, year: string, month?: string, day?: string) => `${saidDigits(year)}年${month ? `${saidNumber(month)}月` : ""}${day ? `${saidNumber(day)}日` : ""}`)
    .replace(/[¥￥]\s*(\d+(?:\.\d+)?)/g, "$1 元")
    .replace(/(\d+(?:\.\d+)?)\s*(万?)元/g, (_, sum: string, wan: string) => `${saidNumber(sum)}${wan}元`);
}

/**
 * The words to give to the voice: thousands without commas, long numbers digit by digit, case numbers without dashes; in
 * Chinese, dates and money in words.
 */
export function speakable(text: string, language = "zh-CN"): string {
  const plain = text.replace(/\s+/g, " ").replace(/(?<=\d),(?=\d{3})/g, "");
  const said = language.startsWith("zh") ? inChinese(plain) : plain;
  return said
    .replace(/\b\d{3,}(?:[ -](?:\d[\dA-Z]*|[A-Z]))+\b/g, (number) => number.replace(/[ -]/g, ""))
    .replace(/\d{5,}[A-Z]?(?!\s*[元\d])/gi, spelt)
    .trim();
}

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

/** The words to give to the voice: thousands without commas, long numbers digit by digit, case numbers without dashes. */
export function speakable(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/(?<=\d),(?=\d{3})/g, "")
    .replace(/\b\d{3,}(?:[ -][\dA-Z]+)+\b/gi, (number) => number.replace(/[ -]/g, ""))
    .replace(/\d{5,}[A-Z]?(?!\s*[元\d])/gi, (number) => [...number].join(" "))
    .trim();
}

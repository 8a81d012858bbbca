/** Punctuation that may not begin a line, and brackets that may not end one (GB/T 15834, CLREQ). */
const neverFirst = new Set("，。；：、！？）》”’】〕〉」』…—·,.;:!?)]%％～");
const neverLast = new Set("（《“‘【〔〈「『([");

/** An ASCII word keeps together; every other character may stand alone. */
const tokensOf = (text: string) => text.match(/[!-~]+ *|\s+|./gsu) ?? [];

function unbreakable(text: string): string[] {
  const units: string[] = [];
  for (const token of tokensOf(text)) {
    const last = units.at(-1);
    const glued = last !== undefined && (neverFirst.has(token.charAt(0)) || neverLast.has(last.charAt(last.length - 1)));
    if (glued) units[units.length - 1] = last + token;
    else units.push(token);
  }
  return units;
}

type Fit = { width: number; firstIndent?: number; measure: (text: string) => number };

/** Breaks one paragraph into lines no wider than `width`; the first is shorter by `firstIndent`. Keeps the Chinese line-end rules. */
export function breakLines(text: string, { width, firstIndent = 0, measure }: Fit): string[] {
  const lines: string[] = [];
  let line = "";
  const room = () => width - (lines.length === 0 ? firstIndent : 0);
  const fits = (unit: string) => measure((line + unit).trimEnd()) <= room() + 0.01;
  const place = (unit: string) => {
    if (!fits(unit) && line !== "") {
      lines.push(line.trimEnd());
      line = "";
    }
    line += unit;
  };
  for (const unit of unbreakable(text)) {
    const tooLong = measure(unit.trimEnd()) > width;
    for (const piece of tooLong ? unit : [unit]) place(piece);
  }
  lines.push(line.trimEnd());
  return lines;
}

/**
 * Lays blocks on pages of `full` height, keeping `signOff` free at the foot of the last; a sign-off never stands alone
 * on a page: the last blocks go with it.
 */
export function paginate<Block extends { height: number }>(blocks: readonly Block[], full: number, signOff: number): Block[][] {
  const heightOf = (page: readonly Block[]) => page.reduce((sum, block) => sum + block.height, 0);
  const pages: Block[][] = [];
  for (const block of blocks) {
    const page = pages.at(-1);
    if (page && heightOf(page) + block.height <= full) page.push(block);
    else pages.push([block]);
  }
  const tail = pages.at(-1) ?? [];
  if (heightOf(tail) > full - signOff && tail.length > 1) pages.push(tail.splice(-2));
  return pages.length > 0 ? pages : [[]];
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { create, type Font } from "fontkit";
import { DomainError } from "@/domain/core/errors";

/** In the order they are asked: the Chinese face first, the Japanese one for characters only it has (𠮷). */
const files = {
  sc: "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
  jp: "noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf",
} as const;

export type FontName = keyof typeof files;
export type FontRun = { font: FontName; text: string };

export const fontNames: readonly FontName[] = ["sc", "jp"];
const parsed = new Map<FontName, Font>();

/** The parsed font, read once per process: parsing costs more than drawing a page. */
export function loadFont(name: FontName): Font {
  const known = parsed.get(name);
  if (known) return known;
  const path = join(/* turbopackIgnore: true */ process.cwd(), "node_modules/@expo-google-fonts", files[name]);
  const font = create(readFileSync(path));
  parsed.set(name, font);
  return font;
}

const fontOfCharacter = new Map<string, FontName | undefined>();

/** The first font that has it; asked for the same few thousand characters over and over. */
function fontOf(character: string): FontName | undefined {
  if (!fontOfCharacter.has(character)) fontOfCharacter.set(character, fontNames.find((name) => loadFont(name).hasGlyphForCodePoint(character.codePointAt(0) ?? 0)));
  return fontOfCharacter.get(character);
}

const hanRuns = /\p{Script=Han}+|\P{Script=Han}+/gu;
const han = /^\p{Script=Han}/u;
const hanWidths = new Map<string, number>();

/**
 * Width of a run in thousandths of its size. A 汉字 is as wide as its glyph whatever stands beside it, so that only what is
 * between them is shaped by `shaped`; lines are broken by measuring, and shaping every attempt cost more than drawing.
 */
export function widthOfRun({ font, text }: FontRun, shaped: (text: string) => number): number {
  return (text.match(hanRuns) ?? []).reduce((sum, part) => sum + (han.test(part) ? [...part].reduce((width, character) => width + hanWidth(font, character), 0) : shaped(part)), 0);
}

function hanWidth(name: FontName, character: string): number {
  const key = name + character;
  const known = hanWidths.get(key);
  if (known !== undefined) return known;
  const font = loadFont(name);
  const width = (font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth * 1000) / font.unitsPerEm;
  hanWidths.set(key, width);
  return width;
}

/**
 * Splits text into runs of one font each.
 * @throws DomainError `certificates.missingGlyph` naming the characters no font has: an empty box must never be printed.
 */
export function fontRuns(text: string): FontRun[] {
  const runs: FontRun[] = [];
  const missing = new Set<string>();
  for (const character of text) {
    const font = fontOf(character);
    const last = runs.at(-1);
    if (!font) missing.add(character);
    else if (last?.font === font) last.text += character;
    else runs.push({ font, text: character });
  }
  if (missing.size > 0) throw new DomainError("unprocessable", "certificates.missingGlyph", { characters: [...missing].join("") });
  return runs;
}

/** The characters of a text that no font has, each once. */
export const missingGlyphs = (text: string): string => [...new Set(text)].filter((character) => character !== "\n" && !fontOf(character)).join("");

/** Text as it is set: any blank is a blank, and what nobody sees (marks of direction, of no width, of control) is left out, so that it is read as it runs. */
export const asSet = (text: string): string => text.replace(/[\t\u2028\u2029]|\p{Zs}/gu, (blank) => (blank === "\u3000" ? blank : " ")).replace(/[^\P{Cc}\n]|\p{Cf}/gu, "");

/** Text that can be set whatever people typed: a character no font has is named by its code point. For copies, never for acts. */
export const settable = (text: string): string => [...text].map((character) => (fontOf(character) ? character : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`)).join("");

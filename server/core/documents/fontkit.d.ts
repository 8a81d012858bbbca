/** The part of fontkit (which ships no types) that drawing and its tests need. */
declare module "fontkit" {
  export type Glyph = { advanceWidth: number; path: { commands: readonly unknown[] } };
  export type Font = { numGlyphs: number; unitsPerEm: number; glyphForCodePoint(codePoint: number): Glyph; hasGlyphForCodePoint(codePoint: number): boolean; getGlyph(id: number): Glyph };
  export function create(bytes: Uint8Array): Font;
}

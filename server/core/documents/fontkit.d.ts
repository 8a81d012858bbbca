/** The part of fontkit (which ships no types) that drawing and its tests need. */
declare module "fontkit" {
  export type Glyph = { path: { commands: readonly unknown[] } };
  export type Font = { numGlyphs: number; hasGlyphForCodePoint(codePoint: number): boolean; getGlyph(id: number): Glyph };
  export function create(bytes: Uint8Array): Font;
}

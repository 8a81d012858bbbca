import { PDF, PdfDict, PdfRef, PdfStream, type PdfObject } from "@libpdf/core";

type Drawn = {
  title: string | undefined;
  author: string | undefined;
  language: string | undefined;
  /** text without white space */
  pages: string[];
  /** each embedded font file with the glyphs the pages show */
  fonts: { file: Uint8Array; glyphs: Set<number> }[];
};

/** Glyph number → text, from the font's ToUnicode map (one number after another, as it is written). */
function toUnicode(cmap: string): string[] {
  const ranges = [...cmap.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[([^\]]*)\]/gi)];
  const entries = ranges.flatMap(([, list = ""]) => [...list.matchAll(/<([^>]*)>/g)].map(([, hex = ""]) => hex));
  return entries.map((hex) => Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le"));
}

/** Reads back what was drawn, page by page: text through the fonts' own maps, and the glyphs behind it. */
export async function readPdf(bytes: Uint8Array): Promise<Drawn> {
  const pdf = await PDF.load(bytes);
  const follow = (object: PdfObject | null | undefined) => (object instanceof PdfRef ? pdf.getObject(object) : object);
  const dict = (parent: PdfDict, key: string) => {
    const found = follow(parent.get(key));
    if (!(found instanceof PdfDict)) throw new Error(`no ${key}`);
    return found;
  };
  const stream = (parent: PdfDict, key: string) => {
    const found = follow(parent.get(key));
    if (!(found instanceof PdfStream)) throw new Error(`no ${key}`);
    return found.getDecodedData();
  };
  const fonts = new Map<string, { file: Uint8Array; names: string[]; glyphs: Set<number> }>();
  const openFont = (page: PdfDict, name: string) => {
    const font = dict(dict(dict(page, "Resources"), "Font"), name);
    const descendants = follow(font.get("DescendantFonts"));
    const descendant = descendants && "at" in descendants ? follow(descendants.at(0)) : undefined;
    if (!(descendant instanceof PdfDict)) throw new Error("no DescendantFonts");
    const file = stream(dict(descendant, "FontDescriptor"), "FontFile2");
    return { file, names: toUnicode(Buffer.from(stream(font, "ToUnicode")).toString("latin1")), glyphs: new Set<number>() };
  };
  const read = (page: PdfDict): string => {
    let font: ReturnType<typeof openFont> = { file: new Uint8Array(), names: [], glyphs: new Set() };
    let text = "";
    for (const [, name, shown = ""] of Buffer.from(stream(page, "Contents")).toString("latin1").matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name !== undefined) fonts.set(name, (font = fonts.get(name) ?? openFont(page, name)));
      const codes = [...shown.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex = ""]) => hex.match(/.{4}/g) ?? []);
      for (const code of codes.map((hex) => Number.parseInt(hex, 16))) {
        font.glyphs.add(code);
        text += font.names[code] ?? "";
      }
    }
    return text.replaceAll(/\s/g, "");
  };
  const info = follow(pdf.context.info.trailer.getRef("Info"));
  const told = (key: string) => (info instanceof PdfDict ? info.getString(key, (ref) => pdf.getObject(ref))?.asString() : undefined);
  const pages = pdf.getPages().map((page) => read(page.dict));
  return { title: told("Title"), author: told("Author"), language: pdf.getLanguage(), pages, fonts: [...fonts.values()] };
}

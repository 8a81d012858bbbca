import { PDF } from "@libpdf/core";
import Pdf from "pdfkit";
import sharp from "sharp";
import { fontNames, loadFont, settable } from "./fonts";
import { drawText, type Doc } from "./pdf";

type Source = { bytes: Uint8Array; mime: string };
type Size = { width: number; height: number };

/**
 * A copy of a paper for somebody outside, as a PDF with the same words across every page: a picture becomes one page. What
 * is under the words stays as it was.
 */
export async function outsideCopy({ bytes, mime }: Source, words: string): Promise<Buffer> {
  const copy = mime === "application/pdf" ? await PDF.load(bytes) : await pictured(bytes);
  const marks = new Map<string, Awaited<ReturnType<PDF["embedPage"]>>>();
  for (const page of copy.getPages()) {
    const size = { width: page.width, height: page.height };
    const key = `${size.width}x${size.height}`;
    const mark = marks.get(key) ?? (await copy.embedPage(await PDF.load(await markPage(words, size)), 0));
    marks.set(key, mark);
    page.drawPage(mark, { x: 0, y: 0 });
  }
  return Buffer.from(await copy.save());
}

async function pictured(bytes: Uint8Array): Promise<PDF> {
  const picture = await sharp(bytes).jpeg({ quality: 85 }).toBuffer({ resolveWithObject: true });
  const { width, height } = fitted(picture.info);
  const doc = blank({ width, height });
  doc.image(picture.data, 0, 0, { width, height });
  return PDF.load(await ended(doc));
}

/** At most as long as A4. */
function fitted({ width, height }: Size): Size {
  const scale = Math.min(1, 841.89 / Math.max(width, height));
  return { width: width * scale, height: height * scale };
}

function blank({ width, height }: Size): Doc {
  const doc = new Pdf({ size: [width, height], margin: 0, font: "" });
  for (const name of fontNames) doc.registerFont(name, loadFont(name) as unknown as string);
  return doc;
}

async function ended(doc: Doc): Promise<Buffer> {
  doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function markPage(words: string, { width, height }: Size): Promise<Buffer> {
  const doc = blank({ width, height });
  const size = Math.max(7, Math.min(13, width / 42));
  const text = settable(words);
  doc.opacity(0.28);
  for (let y = size * 4; y < height + width / 3; y += size * 9) {
    doc.save().rotate(-24, { origin: [0, y] });
    for (let x = -width / 3; x < width * 1.2; x += size * ([...text].length * 0.8 + 6)) drawText(doc, text, { x, y, size, color: "#8a1f24" });
    doc.restore();
  }
  return ended(doc);
}

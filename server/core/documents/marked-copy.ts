import { PDF } from "@libpdf/core";
import Pdf from "pdfkit";
import { fontNames, loadFont, settable } from "./fonts";
import { drawText } from "./pdf";

/** Words across a copy, and the whole of what it may be used for, at its foot. */
export type CopyMark = { across: string; foot: string };

/**
 * A copy of a PDF whose pages are drawn on new ones: under words across and at the foot of every page, without the
 * signature of the original, so that nobody takes it for that.
 */
export async function markedCopy(bytes: Uint8Array, mark: CopyMark): Promise<Buffer> {
  const [original, copy] = [await PDF.load(bytes), PDF.create()];
  for (const [index, { width, height }] of original.getPages().entries()) {
    const page = copy.addPage({ width, height });
    page.drawPage(await copy.embedPage(original, index), { x: 0, y: 0 });
    page.drawPage(await copy.embedPage(await PDF.load(await markOf(mark, { width, height })), 0), { x: 0, y: 0 });
  }
  copy.setTitle(mark.foot);
  return Buffer.from(await copy.save());
}

async function markOf({ across, foot }: CopyMark, { width, height }: { width: number; height: number }): Promise<Buffer> {
  const doc = new Pdf({ size: [width, height], margin: 0, font: "" });
  for (const name of fontNames) doc.registerFont(name, loadFont(name) as unknown as string);
  const size = Math.max(8, Math.min(14, width / 42));
  const text = settable(across);
  doc.opacity(0.24);
  for (let y = size * 4; y < height + width / 3; y += size * 10) {
    doc.save().rotate(-24, { origin: [0, y] });
    for (let x = -width / 3; x < width * 1.2; x += size * ([...text].length + 5)) drawText(doc, text, { x, y, size, color: "#8a1f24" });
    doc.restore();
  }
  doc.opacity(1);
  drawFoot(doc, settable(foot), { width, height });
  doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function drawFoot(doc: InstanceType<typeof Pdf>, text: string, { width, height }: { width: number; height: number }): void {
  const [margin, size] = [24, 8];
  const perLine = Math.max(10, Math.floor((width - margin * 2) / size));
  const lines = Math.ceil([...text].length / perLine);
  const boxed = lines * size * 1.5 + 8;
  doc.rect(0, height - boxed, width, boxed).fill("#ffffff");
  for (let line = 0; line < lines; line += 1) {
    drawText(doc, [...text].slice(line * perLine, (line + 1) * perLine).join(""), { x: margin, y: height - boxed + 4 + size + line * size * 1.5, size, color: "#8a1f24" });
  }
}

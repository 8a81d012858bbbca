import { asSet } from "./fonts";
import { breakLines, paginate } from "./lines";
import { drawDemoWatermark, drawQrCode, drawSeal, sealRadius } from "./marks";
import { chineseDate, content, createSheet, decoration, drawText, finishSheet, fittingSize, ink, pageHeight, pageWidth, textWidth, type Doc, type Sheet } from "./pdf";

/** A document the law requires to be written and handed over: 受理、补正、不予受理、决定、特别程序、延期…… */
export type Notice = {
  number: string;
  title: string;
  titleEn: string;
  recipient: string;
  paragraphs: readonly string[];
  /** Numbered points, such as the materials to be supplied. */
  items?: readonly string[];
  /** How and by when to seek reconsideration or to sue (行政许可法 38, 行政复议法 20). */
  remedies?: readonly string[];
  issuer: string;
  /** YYYY-MM-DD */
  issuedOn: string;
  verifyUrl?: string;
  demo: boolean;
};

// The type area of GB/T 9704: 28 characters of 三号 (15.75 pt) to a line, margins 37 mm above, 28 mm left.
const size = 15.75;
/** From the standard's 22 lines a page down to a tighter setting, when that saves a page. */
const leadings = [28.4, 26, 24];
const width = size * 28;
const left = 79.4;
const top = 105;
const bottom = pageHeight - 90;
const headHeight = 126;
const signOffHeight = 136;

type Line = { text: string; x: number; spacing: number; paragraph: number; height: number };
type Setting = { indent: number; paragraph: number; leading: number };

/** Sets one paragraph; full lines are spread to the right edge, as the standard's two-sided setting asks. */
function setParagraph(doc: Doc, text: string, { indent, paragraph, leading }: Setting): Line[] {
  const measure = (part: string) => textWidth(doc, part, size);
  const lines = breakLines(text, { width, firstIndent: indent, measure });
  return lines.map((line, index) => {
    const start = index === 0 ? indent : 0;
    const slack = width - start - measure(line);
    const gaps = Math.max(1, [...line].length - 1);
    const spread = index < lines.length - 1 && slack / gaps < size * 0.2;
    return { text: line, x: left + start, spacing: spread ? slack / gaps : 0, paragraph, height: leading };
  });
}

function linesOf(doc: Doc, notice: Notice, leading: number): Line[] {
  const points = (notice.items ?? []).map((item, index) => `${index + 1}. ${item}`);
  const paragraphs = [...notice.paragraphs, ...points, ...(notice.remedies ?? [])].flatMap((text) => asSet(text).split("\n"));
  const recipient = setParagraph(doc, `${asSet(notice.recipient)}：`, { indent: 0, paragraph: 0, leading });
  return [...recipient, ...paragraphs.flatMap((text, index) => setParagraph(doc, text, { indent: size * 2, paragraph: index + 1, leading }))];
}

function drawHead(sheet: Sheet, notice: Notice): void {
  const { doc } = sheet;
  const centred = { x: left, width, align: "center" } as const;
  content(sheet, "P", () => drawText(doc, notice.issuer, { ...centred, y: top, size: fittingSize(doc, notice.issuer, 20, width), spacing: 1 }));
  const titleSize = fittingSize(doc, notice.title, 26, width - 40);
  content(sheet, "H1", () => drawText(doc, notice.title, { ...centred, y: top + 42, size: titleSize, spacing: 3, bold: true }));
  content(sheet, "P", () => drawText(doc, notice.titleEn, { ...centred, y: top + 62, size: fittingSize(doc, notice.titleEn, 10, width), color: ink.soft }));
  decoration(sheet, () => doc.moveTo(left, top + 78).lineTo(left + width, top + 78).lineWidth(0.8).stroke(ink.text));
  content(sheet, "P", () => drawText(doc, notice.number, { x: left, width, align: "right", y: top + 102, size: 12.5 }));
}

function drawBody(sheet: Sheet, lines: readonly Line[], from: number): number {
  let y = from;
  const paragraphs = new Map<number, Line[]>();
  for (const line of lines) paragraphs.set(line.paragraph, [...(paragraphs.get(line.paragraph) ?? []), line]);
  for (const paragraph of paragraphs.values()) {
    content(sheet, "P", () => {
      for (const line of paragraph) {
        drawText(sheet.doc, line.text, { x: line.x, y: y + size, size, spacing: line.spacing });
        y += line.height;
      }
    });
  }
  return y;
}

function drawSignOff(sheet: Sheet, notice: Notice, y: number): void {
  const { doc } = sheet;
  const date = chineseDate(notice.issuedOn);
  const room = width - 90 - sealRadius * 2 - 10;
  const issuerSize = fittingSize(doc, notice.issuer, size, room);
  const block = Math.max(textWidth(doc, notice.issuer, issuerSize), textWidth(doc, date, size));
  // Issuer and date are centred on one another at the right edge of the type area, the seal beside them.
  const box = { x: left + width - block, width: block, align: "center" } as const;
  content(sheet, "P", () => {
    drawText(doc, notice.issuer, { ...box, y: y + 58, size: issuerSize });
    drawText(doc, date, { ...box, y: y + 84, size });
  });
  drawSeal(sheet, { cx: box.x - sealRadius - 10, cy: y + 64, issuer: notice.issuer, on: notice.issuedOn });
  if (notice.verifyUrl === undefined) return;
  const { verifyUrl } = notice;
  drawQrCode(sheet, verifyUrl, { x: left - 6, y: y + 22, size: 84 });
  const note = `扫码或访问 ${verifyUrl} 核验`;
  content(sheet, "P", () => drawText(doc, note, { x: left, y: y + 130, size: fittingSize(doc, note, 8.5, width), color: ink.soft }));
}

function drawFoot(sheet: Sheet, notice: Notice, page: string): void {
  const note = notice.demo ? "演示数据，不具有法律效力。Demonstration only, without legal effect." : "";
  content(sheet, "P", () => {
    drawText(sheet.doc, note, { x: left, y: pageHeight - 52, size: 8, color: ink.faint });
    drawText(sheet.doc, page, { x: pageWidth / 2, width: left + width - pageWidth / 2, align: "right", y: pageHeight - 52, size: 10.5 });
  });
}

/**
 * Draws a statutory notice as a tagged A4 PDF in the setting of GB/T 9704, not yet signed. Equal notices give equal bytes.
 * @throws DomainError `certificates.missingGlyph` when a character has no glyph in the fonts carried
 */
export async function renderNoticePdf(notice: Notice): Promise<Buffer> {
  const sheet = createSheet({ title: notice.title, author: notice.issuer, subject: notice.number, createdOn: notice.issuedOn });
  const room = bottom - top - headHeight;
  const attempts = leadings.map((leading) => paginate(linesOf(sheet.doc, notice, leading), room, signOffHeight));
  const pages = attempts.find(({ length }) => length === 1) ?? attempts[0] ?? [];
  for (const [index, lines] of pages.entries()) {
    sheet.doc.addPage();
    if (notice.demo) drawDemoWatermark(sheet);
    if (index === 0) drawHead(sheet, notice);
    const end = drawBody(sheet, lines, index === 0 ? top + headHeight : top);
    if (index === pages.length - 1) drawSignOff(sheet, notice, end);
    drawFoot(sheet, notice, pages.length > 1 ? `— ${index + 1} / ${pages.length} —` : "");
  }
  return finishSheet(sheet);
}

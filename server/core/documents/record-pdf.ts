import { settable } from "./fonts";
import { breakLines } from "./lines";
import { drawDemoWatermark } from "./marks";
import { content, createSheet, drawText, finishSheet, ink, pageHeight, pageWidth, textWidth, type Sheet } from "./pdf";

export type RecordSection = { title: string; /** What stands instead of entries. */ note?: string; entries: readonly { title?: string; facts: readonly (readonly [label: string, value: string])[] }[] };
export type RecordCopy = { title: string; lead: string; author: string; createdOn: string; sections: readonly RecordSection[]; demo: boolean };

const left = 62;
const width = pageWidth - left * 2;
const top = 70;
const bottom = pageHeight - 70;
const labelWidth = 120;

type Line = { tag: "H1" | "P"; text: string; size: number; x: number; before: number; color?: string; bold?: boolean; beside?: boolean };

/** A copy of what is held about somebody as a tagged A4 PDF: headings, and facts as label and value. */
export async function renderRecordPdf({ title, lead, author, createdOn, sections, demo }: RecordCopy): Promise<Buffer> {
  const sheet = createSheet({ title, author, subject: title, createdOn });
  const lines = [
    ...set(sheet, { text: title, size: 20, bold: true, tag: "H1" }),
    ...set(sheet, { text: lead, size: 10.5, color: ink.soft, before: 6 }),
    ...sections.flatMap((section) => setSection(sheet, section)),
  ];
  draw(sheet, lines, demo);
  return finishSheet(sheet);
}

function setSection(sheet: Sheet, { title, note, entries }: RecordSection): Line[] {
  return [
    ...set(sheet, { text: title, size: 15, bold: true, before: 20, color: ink.brand }),
    ...(note === undefined ? [] : set(sheet, { text: note, size: 10.5, before: 6, color: ink.soft })),
    ...entries.flatMap((entry) => [
      ...(entry.title === undefined ? [] : set(sheet, { text: entry.title, size: 11.5, bold: true, before: 10 })),
      ...entry.facts.flatMap(([label, value]) => setFact(sheet, label, value)),
    ]),
  ];
}

/** The label on the left, the value beside it from the same line on. */
function setFact(sheet: Sheet, label: string, value: string): Line[] {
  const names = set(sheet, { text: label, size: 10.5, color: ink.soft, before: 4, width: labelWidth - 10 });
  const values = set(sheet, { text: value, size: 10.5, before: 4, x: left + labelWidth, width: width - labelWidth });
  const rows = Math.max(names.length, values.length);
  return Array.from({ length: rows }, (_, row) => [names[row], values[row]] as const).flatMap(([name, text]) => {
    const lines = [name, text].filter((line) => line !== undefined);
    return lines.map((line, position) => (position === 0 ? line : { ...line, beside: true }));
  });
}

type Setting = Partial<Omit<Line, "text" | "size">> & { text: string; size: number; width?: number };

function set({ doc }: Sheet, { text, size, before = 0, x = left, width: room = width, tag = "P", ...style }: Setting): Line[] {
  const measure = (part: string) => textWidth(doc, part, size);
  const paragraphs = settable(text).split(/\r?\n/);
  return paragraphs.flatMap((paragraph) => breakLines(paragraph, { width: room, measure })).map((line, index) => ({ tag, text: line, size, x, before: index === 0 ? before : 2, ...style }));
}

function draw(sheet: Sheet, lines: readonly Line[], demo: boolean): void {
  let y = 0;
  let page = 0;
  const turn = () => {
    sheet.doc.addPage();
    page += 1;
    if (demo) drawDemoWatermark(sheet);
    const number = String(page);
    content(sheet, "P", () => drawText(sheet.doc, number, { x: left, width, align: "right", y: pageHeight - 40, size: 9, color: ink.faint }));
    y = top;
  };
  for (const line of lines) {
    const height = line.beside ? 0 : line.before + line.size * 1.35;
    if (page === 0 || y + height > bottom) turn();
    y += height;
    const { text, tag, ...style } = line;
    if (text !== "") content(sheet, tag, () => drawText(sheet.doc, text, { ...style, y }));
  }
}

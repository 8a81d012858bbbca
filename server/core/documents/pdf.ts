import Pdf from "pdfkit";
import { startOfDay } from "@/domain/core/calendar";
import { fontNames, fontRuns, loadFont, widthOfRun, type FontName, type FontRun } from "./fonts";

export type Doc = PDFKit.PDFDocument;
/** A document being drawn, with the root of its tag tree for screen readers. */
export type Sheet = { doc: Doc; root: PDFKit.PDFStructureElement };

export const pageWidth = 595.28;
export const pageHeight = 841.89;

export const ink = { text: "#1c2430", soft: "#5b6675", faint: "#8a94a3", line: "#d5dbe3", brand: "#1f4e79", seal: "#c0272d" } as const;

/** pdfkit takes an opened fontkit font, which its published types leave out. */
const openedFont = (name: FontName) => loadFont(name) as unknown as string;

type Metadata = { title: string; author: string; subject: string; /** YYYY-MM-DD */ createdOn: string };

/** A new tagged A4 document without pages. Its dates come from the content, so equal input gives equal bytes. */
export function createSheet({ title, author, subject, createdOn }: Metadata): Sheet {
  const created = startOfDay(createdOn);
  const doc = new Pdf({
    size: "A4", margin: 0, autoFirstPage: false, font: "", pdfVersion: "1.7", tagged: true, lang: "zh-CN", displayTitle: true,
    info: { Title: title, Author: author, Subject: subject, Creator: "Tongban", Producer: "Tongban", CreationDate: created, ModDate: created },
  });
  for (const name of fontNames) doc.registerFont(name, openedFont(name));
  const root = doc.struct("Document");
  doc.addStructure(root);
  return { doc, root };
}

/** Ends the document and gives its bytes. */
export async function finishSheet({ doc, root }: Sheet): Promise<Buffer> {
  root.end();
  doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

type Tag = "H1" | "P" | "Figure" | "Caption";

/** Draws content that is read aloud; a figure needs `alt`. */
export function content({ doc, root }: Sheet, tag: Tag, draw: () => void, alt?: string): void {
  const marked = doc.markStructureContent(tag);
  draw();
  doc.endMarkedContent();
  root.add(doc.struct(tag, alt === undefined ? {} : { alt }, [marked]));
}

/** Draws decoration, which screen readers pass over. */
export function decoration({ doc }: Sheet, draw: () => void): void {
  doc.markContent("Artifact", { type: "Layout" });
  draw();
  doc.endMarkedContent();
}

const runWidth = (doc: Doc, run: FontRun, size: number) => (widthOfRun(run, (part) => (doc.widthOfString(part) * 1000) / size) * size) / 1000;

/** Width in points, spacing after the last character left out. */
export function textWidth(doc: Doc, text: string, size: number, spacing = 0): number {
  const glyphs = fontRuns(text).reduce((sum, run) => sum + runWidth(doc.font(run.font, size), run, size), 0);
  return glyphs + spacing * Math.max(0, [...text].length - 1);
}

type TextStyle = { size: number; color?: string; spacing?: number; bold?: boolean };
type TextBox = TextStyle & { x: number; /** baseline */ y: number; width?: number; align?: "left" | "center" | "right" };

/** Draws one line of text, each run in the font that has its glyphs. `bold` thickens the one weight we carry. */
export function drawText(doc: Doc, text: string, box: TextBox): void {
  const { size, color = ink.text, spacing = 0, bold = false, width = 0, align = "left" } = box;
  const slack = align === "left" ? 0 : width - textWidth(doc, text, size, spacing);
  let x = box.x + (align === "center" ? slack / 2 : slack);
  doc.fillColor(color).strokeColor(color).lineWidth(size * 0.025);
  for (const run of fontRuns(text)) {
    doc.font(run.font, size);
    doc.text(run.text, x, box.y, { lineBreak: false, baseline: "alphabetic", characterSpacing: spacing, fill: true, stroke: bold });
    x += runWidth(doc, run, size) + spacing * [...run.text].length;
  }
}

/** The largest size not above `size` at which the text fits the width. */
export const fittingSize = (doc: Doc, text: string, size: number, width: number) =>
  Math.min(size, (size * width) / Math.max(1, textWidth(doc, text, size)));

/** 2026-11-21 → 2026年11月21日 */
export const chineseDate = (on: string) => {
  const [year, month, day] = on.split("-").map(Number);
  return `${year}年${month}月${day}日`;
};

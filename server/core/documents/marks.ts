import { create } from "qrcode";
import { chineseDate, content, decoration, drawText, ink, pageHeight, pageWidth, textWidth, type Doc, type Sheet } from "./pdf";

type Place = { x: number; y: number; size: number };

/** Draws a QR code as vector squares, its quiet zone of four modules inside `size`. */
export function drawQrCode(sheet: Sheet, text: string, { x, y, size }: Place): void {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const step = size / (modules.size + 8);
  content(sheet, "Figure", () => {
    sheet.doc.rect(x, y, size, size).fill("#ffffff");
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (modules.get(row, column)) sheet.doc.rect(x + (column + 4) * step, y + (row + 4) * step, step, step);
      }
    }
    sheet.doc.fill("#000000");
  }, `二维码 QR code: ${text}`);
}

type Arc = { cx: number; cy: number; radius: number; size: number; from: number; to: number };

/** Sets text along the top of a circle, upright from outside; angles in degrees, 0 at twelve o'clock. */
function drawArcText(doc: Doc, text: string, { cx, cy, radius, size, from, to }: Arc): void {
  const characters = [...text];
  const step = characters.length > 1 ? (to - from) / (characters.length - 1) : 0;
  characters.forEach((character, index) => {
    doc.save().rotate(characters.length > 1 ? from + step * index : 0, { origin: [cx, cy] });
    const width = textWidth(doc, character, size);
    drawText(doc, character, { x: cx - width / 2, y: cy - radius, size, color: ink.seal, bold: true });
    doc.restore();
  });
}

/** Half the width of the seal. */
export const sealRadius = 56;

type Seal = { cx: number; cy: number; issuer: string; /** YYYY-MM-DD */ on: string; radius?: number };

/** A round mark showing who signed and when. It says that it stands for a seal; the digital signature is what counts. */
export function drawSeal(sheet: Sheet, { cx, cy, issuer, on, radius = sealRadius }: Seal): void {
  const { doc } = sheet;
  content(sheet, "Figure", () => {
    doc.save().opacity(0.9).translate(cx, cy).scale(radius / sealRadius);
    drawSealAtOrigin(doc, issuer, on);
    doc.restore();
  }, `电子印章示意 electronic seal: ${issuer} ${chineseDate(on)}`);
}

function drawSealAtOrigin(doc: Doc, issuer: string, on: string): void {
  const radius = sealRadius;
  const half = Math.min(125, Math.max(20, [...issuer].length * 10));
  const size = Math.min(11.5, (((half * 2 * Math.PI) / 180) * (radius - 15)) / Math.max(1, [...issuer].length) + 1.5);
  const middle = (text: string, y: number, textSize: number) =>
    drawText(doc, text, { x: -radius, y, width: radius * 2, align: "center", size: textSize, color: ink.seal });
  doc.circle(0, 0, radius).lineWidth(2.2).stroke(ink.seal);
  doc.circle(0, 0, radius - 4).lineWidth(0.5).stroke(ink.seal);
  drawArcText(doc, issuer, { cx: 0, cy: 0, radius: radius - 8 - size, size, from: -half, to: half });
  middle("电子印章示意", 1, 10);
  middle("ELECTRONIC SEAL", 10.5, 5.2);
  doc.moveTo(-24, 16).lineTo(24, 16).lineWidth(0.5).stroke(ink.seal);
  middle(chineseDate(on), 26, 6.6);
}

type Watermark = { text: string; width: number; height: number; opacity: number };

/** Words across the whole page. Drawn first, under everything else. */
function drawWatermark(sheet: Sheet, { text, width, height, opacity }: Watermark): void {
  const { doc } = sheet;
  // Three times on an upright page, twice on a wide one, each within its edges.
  const [size, shares] = width > height ? [height / 7, [0.32, 0.78]] : [width / 9.3, [0.226, 0.523, 0.82]];
  decoration(sheet, () => {
    doc.save().opacity(opacity);
    for (const share of shares) {
      const y = height * share;
      doc.save().rotate(-28, { origin: [width / 2, y] });
      drawText(doc, text, { x: 0, y, width, align: "center", size, color: ink.soft, spacing: size / 11 });
      doc.restore();
    }
    doc.restore();
  });
}

const a4 = { width: pageWidth, height: pageHeight };

/** Marks a page as a demonstration. */
export const drawDemoWatermark = (sheet: Sheet, page = a4): void => drawWatermark(sheet, { ...page, text: "演示 DEMO", opacity: 0.09 });
/** Marks a page as a sample that nobody signed. */
export const drawSampleWatermark = (sheet: Sheet, page = a4): void => drawWatermark(sheet, { ...page, text: "样本 SAMPLE", opacity: 0.15 });

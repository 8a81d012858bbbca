import type { CertificateRecord } from "@/domain/certificates/schema";
import type { Layout } from "@/domain/items/schema/layout";
import { drawBorder } from "./borders";
import { footNote, renderOnLayout } from "./layout-pdf";
import { breakLines, paginate } from "./lines";
import { drawDemoWatermark, drawQrCode, drawSampleWatermark, drawSeal, sealRadius } from "./marks";
import { chineseDate, content, createSheet, decoration, drawText, finishSheet, fittingSize, ink, pageHeight, pageWidth, textWidth, type Doc, type Sheet } from "./pdf";

const frame = 30;
const left = 78;
const right = pageWidth - left;
const bodyWidth = right - left;
const labelWidth = 138;
const firstRowY = 262;
const nextRowY = 150;
const footY = pageHeight - frame - 36;
const signOffHeight = 190;

type Row = { labelZh: string; labelEn: string; value: string };
/** Up to six lines of a row: they stay together, and only longer rows go on overleaf. */
type Block = { texts: string[]; row: Row; first: boolean; last: boolean; height: number };

const holderCodeLabel = { "111": ["公民身份号码", "Citizen ID number"], "001": ["统一社会信用代码", "Unified social credit code"] } as const;

function rowsOf(record: CertificateRecord): Row[] {
  const holders = record.holders.flatMap(({ name, code, type }): Row[] => [
    { labelZh: "持证主体", labelEn: "Holder", value: name },
    { labelZh: holderCodeLabel[type][0], labelEn: holderCodeLabel[type][1], value: code },
  ]);
  // What the face says in its own words is not said twice.
  const onFace = new Set(record.extend_info.map(({ value }) => value));
  const until = record.validate_end === null ? "长期" : chineseDate(record.validate_end);
  return [
    ...holders.filter(({ value }) => !onFace.has(value)),
    ...record.extend_info.map(({ labelZh, labelEn, value }) => ({ labelZh, labelEn, value: value || "—" })),
    { labelZh: "有效期限", labelEn: "Valid", value: `${chineseDate(record.validate_start)} 至 ${until}` },
    { labelZh: "颁证日期", labelEn: "Date of issue", value: chineseDate(record.issuing_date) },
  ];
}

const valueWidth = bodyWidth - labelWidth;
const edgePadding = 7.5;

const leading = 1.55;

function blocksOf(doc: Doc, rows: readonly Row[], size: number): Block[] {
  const measure = (text: string) => textWidth(doc, text, size);
  return rows.flatMap((row) => {
    const lines = row.value.split(/\r?\n/).flatMap((part) => breakLines(part, { width: valueWidth, measure }));
    const starts = lines.flatMap((_, index) => (index % 6 === 0 ? [index] : []));
    return starts.map((start): Block => {
      const texts = lines.slice(start, start + 6);
      const first = start === 0;
      const last = start + 6 >= lines.length;
      const padding = (first ? edgePadding : 0) + (last ? edgePadding : 0);
      return { texts, row, first, last, height: texts.length * size * leading + padding };
    });
  });
}

/** Prefers one page: the type shrinks a little before the face runs on. */
function layOut(doc: Doc, rows: readonly Row[]): { pages: Block[][]; size: number } {
  const room = footY - firstRowY;
  const attempts = [13, 12, 11, 10].map((size) => ({ size, pages: paginate(blocksOf(doc, rows, size), room, signOffHeight) }));
  const chosen = attempts.find(({ pages }) => pages.length === 1) ?? attempts.at(-1);
  return chosen ?? { pages: [[]], size: 10 };
}

function drawHeading(sheet: Sheet, record: CertificateRecord, page: number): void {
  const { doc } = sheet;
  const centred = { x: left, width: bodyWidth, align: "center" } as const;
  const number = `编号 No. ${record.certificate_number}`;
  if (page > 0) {
    const title = `${record.certificate_name}（续页）`;
    content(sheet, "P", () => drawText(doc, title, { ...centred, y: 104, size: fittingSize(doc, title, 18, bodyWidth), color: ink.brand }));
    content(sheet, "P", () => drawText(doc, number, { ...centred, y: 126, size: 9.5, color: ink.soft }));
    return;
  }
  content(sheet, "P", () => drawText(doc, "电子证照  ELECTRONIC CERTIFICATE", { ...centred, y: 98, size: 9.5, color: ink.soft, spacing: 1.6 }));
  const spacing = record.certificate_name.length <= 10 ? 5 : 1;
  const room = bodyWidth - spacing * record.certificate_name.length;
  const size = fittingSize(doc, record.certificate_name, 36, room);
  content(sheet, "H1", () => drawText(doc, record.certificate_name, { ...centred, y: 160, size, spacing, bold: true, color: ink.brand }));
  decoration(sheet, () => {
    doc.moveTo(left, 192).lineTo(pageWidth / 2 - 9, 192).moveTo(pageWidth / 2 + 9, 192).lineTo(right, 192).lineWidth(0.6).stroke(ink.brand);
    doc.save().rotate(45, { origin: [pageWidth / 2, 192] }).rect(pageWidth / 2 - 3, 189, 6, 6).fill(ink.brand).restore();
  });
  content(sheet, "P", () => drawText(doc, number, { ...centred, y: 219, size: 11.5, spacing: 0.4 }));
}

function drawBlock(sheet: Sheet, block: Block, y: number, size: number): void {
  const { doc } = sheet;
  const baseline = y + (block.first ? edgePadding : 0) + size * 1.12;
  const label = (text: string, offset: number, most: number, color: string) =>
    drawText(doc, text, { x: left, y: baseline + offset, size: fittingSize(doc, text, most, labelWidth - 10), color });
  if (block.first) {
    content(sheet, "P", () => {
      label(block.row.labelZh, -2, 10.5, ink.soft);
      label(block.row.labelEn, 7.5, 7, ink.faint);
    });
  }
  content(sheet, "P", () => {
    block.texts.forEach((text, index) => drawText(doc, text, { x: left + labelWidth, y: baseline + index * size * leading, size }));
  });
  if (block.last) decoration(sheet, () => doc.moveTo(left, y + block.height).lineTo(right, y + block.height).lineWidth(0.5).stroke(ink.line));
}

function drawSignOff(sheet: Sheet, record: CertificateRecord, verifyUrl: string): void {
  const { doc } = sheet;
  const top = footY - signOffHeight + 26;
  drawQrCode(sheet, verifyUrl, { x: left - 8, y: top + 4, size: 104 });
  const issuerBox = { x: left + 112, width: bodyWidth - 112 - sealRadius * 2 - 12, align: "right" } as const;
  const size = fittingSize(doc, record.issuing_authority_name, 13.5, issuerBox.width);
  content(sheet, "P", () => {
    drawText(doc, "颁证机关 Issuing authority", { ...issuerBox, y: top + 32, size: 8, color: ink.faint });
    drawText(doc, record.issuing_authority_name, { ...issuerBox, y: top + 56, size });
    drawText(doc, chineseDate(record.issuing_date), { ...issuerBox, y: top + 80, size: 13.5 });
  });
  drawSeal(sheet, { cx: right - sealRadius, cy: top + 56, issuer: record.issuing_authority_name, on: record.issuing_date });
  const identifier = `证照标识 Certificate identifier  ${record.certificate_identifier}`;
  const small = { x: left, color: ink.soft } as const;
  content(sheet, "P", () => {
    drawText(doc, identifier, { ...small, y: top + 130, size: fittingSize(doc, identifier, 8, bodyWidth) });
    const address = `扫码或访问 ${verifyUrl} 核验`;
    drawText(doc, address, { ...small, y: top + 143, size: fittingSize(doc, address, 8, bodyWidth) });
  });
}

function drawFoot(sheet: Sheet, note: string, page: string): void {
  const { doc } = sheet;
  content(sheet, "P", () => {
    drawText(doc, note, { x: left, y: pageHeight - frame - 18, size: 7.5, color: ink.faint });
    drawText(doc, page, { x: left, width: bodyWidth, align: "right", y: pageHeight - frame - 18, size: 7.5, color: ink.faint });
  });
}

type Options = { verifyUrl: string; /** Its page; without one, one is made. */ layout?: Layout | undefined; /** Marked as a sample that nobody signed. */ sample?: boolean };

/**
 * Draws the certificate as a tagged PDF, not yet signed: on its page, or, where that does not hold every word, on one made
 * from its fields that may go on overleaf. Equal records give equal bytes.
 * @throws DomainError `certificates.missingGlyph` when a character has no glyph in the fonts carried
 */
export async function renderCertificatePdf(record: CertificateRecord, { verifyUrl, layout, sample = false }: Options): Promise<Buffer> {
  const made = layout && (await renderOnLayout(record, { verifyUrl, layout, sample }));
  return made?.overflowing.length === 0 ? made.pdf : renderMade(record, { verifyUrl, sample });
}

async function renderMade(record: CertificateRecord, { verifyUrl, sample }: { verifyUrl: string; sample: boolean }): Promise<Buffer> {
  const sheet = createSheet({
    title: record.certificate_name,
    author: record.issuing_authority_name,
    subject: `${record.certificate_number} ${record.certificate_identifier}`,
    createdOn: record.issuing_date,
  });
  const { pages, size } = layOut(sheet.doc, rowsOf(record));
  for (const [index, blocks] of pages.entries()) {
    sheet.doc.addPage();
    drawBorder(sheet, { width: pageWidth, height: pageHeight, style: "ornate", color: ink.brand });
    if (sample) drawSampleWatermark(sheet);
    else if (record.demo) drawDemoWatermark(sheet);
    drawHeading(sheet, record, index);
    let y = index === 0 ? firstRowY - 14 : nextRowY;
    for (const block of blocks) {
      drawBlock(sheet, block, y, size);
      y += block.height;
    }
    if (index === pages.length - 1) drawSignOff(sheet, record, verifyUrl);
    drawFoot(sheet, footNote(record, sample), pages.length > 1 ? `第 ${index + 1} 页 共 ${pages.length} 页` : `版本 Version ${record.certificate_version}`);
  }
  return finishSheet(sheet);
}

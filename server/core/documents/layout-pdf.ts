import type { CertificateRecord } from "@/domain/certificates/schema";
import { englishShare, labelEnglishSize, labelSize, leading, pageSizes, pointsPerMm, rowFields, rowGap, smallestSize, valueBox } from "@/domain/items/rules/layout";
import type { Layout, LayoutElement, RecordFact } from "@/domain/items/schema/layout";
import { drawBorder } from "./borders";
import { breakLines } from "./lines";
import { drawDemoWatermark, drawQrCode, drawSampleWatermark, drawSeal } from "./marks";
import { chineseDate, content, createSheet, decoration, drawText, finishSheet, fittingSize, ink, textWidth, type Doc, type Sheet } from "./pdf";

type Label = { zh: string; en: string };
type Styled = Extract<LayoutElement, { kind: "text" | "field" | "fact" }>;
type Rows = Extract<LayoutElement, { kind: "rows" }>;
type Drawing = { sheet: Sheet; record: CertificateRecord; layout: Layout; verifyUrl: string };
type Set = { lines: string[]; size: number };

const accents: Record<Layout["colour"], string> = { blue: ink.brand, red: "#8f1d22", green: "#1d5a3c", brown: "#6a4716" };
const points = (mm: number) => mm * pointsPerMm;

const holderCodeLabel = { "111": { zh: "公民身份号码", en: "Citizen ID number" }, "001": { zh: "统一社会信用代码", en: "Unified social credit code" } } as const;

const factLabels: Record<Exclude<RecordFact, "holderCode">, Label> = {
  title: { zh: "证照名称", en: "Certificate" }, number: { zh: "编号", en: "No." }, holderName: { zh: "持证主体", en: "Holder" },
  issuer: { zh: "发证机关", en: "Issuing authority" }, issuedOn: { zh: "发证日期", en: "Date of issue" }, validity: { zh: "有效期限", en: "Valid" },
  identifier: { zh: "证照标识", en: "Certificate identifier" }, verifyAddress: { zh: "核验网址", en: "Verify at" },
};

const period = ({ validate_start: start, validate_end: end }: CertificateRecord) => `${chineseDate(start)} 至 ${end === null ? "长期" : chineseDate(end)}`;

const factTexts: Record<Exclude<RecordFact, "verifyAddress">, (record: CertificateRecord) => string> = {
  title: (record) => record.certificate_name, number: (record) => record.certificate_number,
  holderName: ({ holders }) => holders.map(({ name }) => name).join("、"), holderCode: ({ holders }) => holders.map(({ code }) => code).join("、"),
  issuer: (record) => record.issuing_authority_name, issuedOn: (record) => chineseDate(record.issuing_date), validity: period, identifier: (record) => record.certificate_identifier,
};

const factText = ({ record, verifyUrl }: Drawing, fact: RecordFact): string => (fact === "verifyAddress" ? verifyUrl : factTexts[fact](record));

const factLabel = ({ record }: Drawing, fact: RecordFact): Label => (fact === "holderCode" ? holderCodeLabel[record.holders[0]?.type ?? "111"] : factLabels[fact]);

/** The value of an element in words, with its label; nothing for a field that this certificate does not have. */
function wordsOf(drawing: Drawing, element: Styled): { text: string; english?: string | undefined; label?: Label } | undefined {
  if (element.kind === "text") return { text: element.text.zh, english: drawing.layout.english ? element.text.en : undefined };
  if (element.kind === "fact") return { text: factText(drawing, element.fact), label: factLabel(drawing, element.fact) };
  const field = drawing.record.extend_info.find(({ key }) => key === element.field);
  return field && { text: field.value || "—", label: { zh: field.labelZh, en: field.labelEn } };
}

const sizesFor = (size: number): number[] => {
  const least = smallestSize(size);
  return [...Array.from({ length: Math.floor((size - least) / 0.5) + 1 }, (_, step) => size - step * 0.5), least];
};

/** Sets a text in a box of millimetres, as large as asked or as little smaller as makes it fit; nothing when even that is too long. */
function setInBox(doc: Doc, text: string, box: { width: number; height: number; size: number; spacing?: number | undefined; beneath?: number }): Set | undefined {
  const [width, height] = [points(box.width), points(box.height)];
  for (const size of sizesFor(box.size)) {
    const lines = text.split(/\r?\n/).flatMap((part) => breakLines(part, { width, measure: (words) => textWidth(doc, words, size, box.spacing) }));
    if (lines.length * size * leading + (box.beneath ?? 0) * size * leading <= height + 0.5) return { lines, size };
  }
  return undefined;
}

const baselineIn = (size: number) => size * (leading / 2 + 0.38);

function drawStyled(drawing: Drawing, element: Styled): boolean {
  const words = wordsOf(drawing, element);
  if (!words) return true;
  const { doc } = drawing.sheet;
  const box = element.kind === "text" ? element : valueBox(element);
  const set = setInBox(doc, words.text, { ...box, size: element.size, spacing: element.spacing, beneath: words.english ? words.english.split("\n").length * englishShare : 0 });
  if (!set) return false;
  if (words.label && element.kind !== "text") drawLabel(drawing, element, words.label);
  const isTitle = element.kind === "fact" && element.fact === "title";
  content(drawing.sheet, isTitle ? "H1" : "P", () => drawSet(drawing, element, { ...box, ...set, english: words.english }));
  return true;
}

function drawSet({ sheet: { doc }, layout }: Drawing, { align = "left", tone = "text", bold = false, spacing = 0 }: Styled, box: { x: number; y: number; width: number; english?: string | undefined } & Set): void {
  const color = { text: ink.text, soft: ink.soft, accent: accents[layout.colour], red: ink.seal }[tone];
  const common = { x: points(box.x), width: points(box.width), align, color };
  let y = points(box.y);
  for (const line of box.lines) {
    drawText(doc, line, { ...common, y: y + baselineIn(box.size), size: box.size, bold, spacing });
    y += box.size * leading;
  }
  const small = box.size * englishShare;
  for (const line of box.english?.split("\n") ?? []) {
    drawText(doc, line, { ...common, color: tone === "text" ? ink.soft : color, y: y + baselineIn(small), size: fittingSize(doc, line, small, points(box.width)) });
    y += small * leading;
  }
}

function drawLabel({ sheet, layout }: Drawing, element: Extract<Styled, { kind: "field" | "fact" }>, { zh, en }: Label): void {
  const { x, y, width, size, label = "none", align = "left" } = element;
  if (label === "none") return;
  const { doc } = sheet;
  const [main, small] = [labelSize(size), labelEnglishSize(size)];
  content(sheet, "P", () => {
    if (label === "above") {
      const text = layout.english ? `${zh} ${en}` : zh;
      drawText(doc, text, { x: points(x), width: points(width), align, y: points(y) + baselineIn(main), size: fittingSize(doc, text, main, points(width)), color: ink.soft });
      return;
    }
    drawBesideLabel(sheet, { zh, en: layout.english ? en : undefined }, { x: points(x), y: points(y) + baselineIn(size), width: points(element.labelWidth ?? 30) - size * 0.5, main, small });
  });
}

/** A label too long for its column goes on in a second line before it is set smaller; English follows. */
function drawBesideLabel({ doc }: Sheet, { zh, en }: { zh: string; en: string | undefined }, { x, y, width, main, small }: { x: number; y: number; width: number; main: number; small: number }): void {
  const lines = textWidth(doc, zh, main) <= width * 1.12 ? [zh] : breakLines(zh, { width, measure: (words) => textWidth(doc, words, main) }).slice(0, 2);
  const whole = lines.join("").length >= zh.replace(/\s/gu, "").length ? lines : [zh];
  let at = y - (en || whole.length > 1 ? main * 0.18 : 0);
  for (const line of whole) {
    drawText(doc, line, { x, y: at, size: fittingSize(doc, line, main, width), color: ink.soft });
    at += main * 1.15;
  }
  if (en) drawText(doc, en, { x, y: at - main * 1.15 + small * 1.25, size: fittingSize(doc, en, small, width), color: ink.faint });
}

type Row = { label: Label; lines: string[]; height: number };

function setRows({ sheet: { doc }, record, layout }: Drawing, element: Rows): { rows: Row[]; size: number } | undefined {
  const shown = rowFields(element, layout.elements, record.extend_info.map(({ key }) => key));
  const fields = shown.flatMap((key) => record.extend_info.filter((field) => field.key === key));
  const width = points(element.width - (element.labelWidth ?? 30));
  for (const size of sizesFor(element.size)) {
    const rows = fields.map(({ labelZh, labelEn, value }): Row => {
      const lines = (value || "—").split(/\r?\n/).flatMap((part) => breakLines(part, { width, measure: (words) => textWidth(doc, words, size) }));
      return { label: { zh: labelZh, en: labelEn }, lines, height: (lines.length * leading + rowGap) * size };
    });
    if (rows.reduce((sum, { height }) => sum + height, 0) <= points(element.height) + 0.5) return { rows, size };
  }
  return undefined;
}

/** A table of label and value; what room is left makes its rows airier. */
function drawRows(drawing: Drawing, element: Rows): boolean {
  const set = setRows(drawing, element);
  if (!set) return false;
  const { sheet, layout } = drawing;
  const { size, rows } = set;
  const needed = rows.reduce((sum, { height }) => sum + height, 0);
  const air = Math.min(size * 1.5, Math.max(0, (points(element.height) - needed) / Math.max(1, rows.length)));
  const [x, right] = [points(element.x), points(element.x + element.width)];
  const valueX = x + points(element.labelWidth ?? 30);
  let y = points(element.y);
  for (const { label, lines, height } of rows) {
    const top = y + (rowGap * size + air) / 2;
    content(sheet, "P", () => drawBesideLabel(sheet, { zh: label.zh, en: layout.english ? label.en : undefined }, { x, y: top + baselineIn(size), width: valueX - x - size * 0.5, main: labelSize(size), small: labelEnglishSize(size) }));
    content(sheet, "P", () => lines.forEach((line, index) => drawText(sheet.doc, line, { x: valueX, y: top + baselineIn(size) + index * size * leading, size })));
    y += height + air;
    decoration(sheet, () => sheet.doc.moveTo(x, y).lineTo(right, y).lineWidth(0.4).stroke(ink.line));
  }
  return true;
}

function drawElement(drawing: Drawing, element: LayoutElement): boolean {
  const { sheet, record, layout, verifyUrl } = drawing;
  const [x, y, width, height] = [points(element.x), points(element.y), points(element.width), points(element.height)];
  switch (element.kind) {
    case "qr": drawQrCode(sheet, verifyUrl, { x, y, size: Math.min(width, height) }); return true;
    case "seal": drawSeal(sheet, { cx: x + width / 2, cy: y + height / 2, radius: Math.min(width, height) / 2, issuer: record.issuing_authority_name, on: record.issuing_date }); return true;
    case "line":
      decoration(sheet, () => (width > 0 && height > 0 ? sheet.doc.rect(x, y, width, height).fill(accents[layout.colour]) : sheet.doc.moveTo(x, y).lineTo(x + width, y + height).lineWidth(0.6).stroke(accents[layout.colour])));
      return true;
    case "rows": return drawRows(drawing, element);
    default: return drawStyled(drawing, element);
  }
}

/** What a reader must know of the file, at its foot. */
export function footNote(record: CertificateRecord, sample: boolean): string {
  if (sample) return "样本，未经签名，不具有法律效力。Sample, not signed, without legal effect.";
  return record.demo
    ? "演示数据，不具有法律效力。Demonstration only, without legal effect."
    : "本证照经数字签名，改动即失效。Digitally signed: any change makes the signature invalid.";
}

function drawNote({ sheet, record, layout }: Drawing, sample: boolean): void {
  const { width, height } = pageSizes[layout.page];
  const card = layout.page === "card";
  const size = card ? 3.6 : 7.5;
  const said = footNote(record, sample);
  content(sheet, "P", () => drawText(sheet.doc, said, { x: 0, width: points(width), align: "center", y: points(height) - (card ? 9.4 : 40), size, color: ink.faint }));
}

type Options = { verifyUrl: string; layout: Layout; sample: boolean };

/**
 * Draws a certificate on its page, tagged for screen readers. `overflowing` are the places of the elements whose text does
 * not fit (1 is the first); the file then lacks that text and must not be used.
 * @throws DomainError `certificates.missingGlyph`
 */
export async function renderOnLayout(record: CertificateRecord, { verifyUrl, layout, sample }: Options): Promise<{ pdf: Buffer; overflowing: number[] }> {
  const sheet = createSheet({
    title: record.certificate_name, author: record.issuing_authority_name,
    subject: `${record.certificate_number} ${record.certificate_identifier}`, createdOn: record.issuing_date,
  });
  const drawing = { sheet, record, layout, verifyUrl };
  const size = pageSizes[layout.page];
  const page = { width: points(size.width), height: points(size.height) };
  sheet.doc.addPage({ size: [page.width, page.height], margin: 0 });
  drawBorder(sheet, { ...page, style: layout.border, color: accents[layout.colour] });
  if (sample) drawSampleWatermark(sheet, page);
  else if (record.demo) drawDemoWatermark(sheet, page);
  const overflowing = layout.elements.flatMap((element, at) => (drawElement(drawing, element) ? [] : [at + 1]));
  drawNote(drawing, sample);
  return { pdf: await finishSheet(sheet), overflowing };
}

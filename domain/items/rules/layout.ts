import type { Layout, LayoutElement, RecordFact } from "../schema/layout";
import type { CertificateForm, FaceFieldSpec } from "../schema/result";

/** Width and height of a page in millimetres. */
export const pageSizes: Record<Layout["page"], { width: number; height: number }> = {
  a4Portrait: { width: 210, height: 297 },
  a4Landscape: { width: 297, height: 210 },
  card: { width: 85.6, height: 54 },
};

/** Points in a millimetre. */
export const pointsPerMm = 72 / 25.4;
/** Distance of two lines of text, in sizes. */
export const leading = 1.45;
/** A QR code smaller than this is not read by every phone, in millimetres. */
export const smallestQr = 18;

/** Text that does not fit is set smaller, down to three quarters and never under 6 points (or what was asked, if less). */
export const smallestSize = (size: number) => Math.min(size, Math.max(6, size * 0.75));

/** Room of the label beside or above its value: the value's box within the element's, in millimetres; a label's line above takes its height. */
export function valueBox(element: Extract<LayoutElement, { kind: "field" | "fact" }>): { x: number; y: number; width: number; height: number } {
  const { x, y, width, height, label = "none" } = element;
  if (label === "beside") {
    const room = Math.min(element.labelWidth ?? 30, width);
    return { x: x + room, y, width: width - room, height };
  }
  if (label === "above") {
    const room = Math.min(labelHeight(element.size), height);
    return { x, y: y + room, width, height: height - room };
  }
  return { x, y, width, height };
}

/** Labels are smaller than their values, their English smaller still. */
export const labelSize = (size: number) => Math.max(4.5, size * 0.76);
export const labelEnglishSize = (size: number) => Math.max(4, size * 0.52);
const labelHeight = (size: number) => (labelSize(size) * 1.35) / pointsPerMm;
/** English beneath a fixed text, and the air of a table's row, in sizes of the text. */
export const englishShare = 0.6;
export const rowGap = 0.5;

type Room = { width: number; height: number; size: number; spacing?: number | undefined };

/** Whether so many characters of a width (1: as wide as high) surely fit a box in millimetres, set as small as is allowed. */
export function fits({ width, height, size, spacing = 0 }: Room, characters: number, em = 1): boolean {
  const smallest = smallestSize(size);
  return linesFor({ width, size: smallest, spacing }, characters, em) * smallest * leading <= height * pointsPerMm + 0.01;
}

/** How many lines characters take at most; a line loses one to the rules of line ends. */
export function linesFor({ width, size, spacing = 0 }: Omit<Room, "height">, characters: number, em = 1): number {
  const perLine = Math.floor((width * pointsPerMm + spacing + 0.01) / (size * em + spacing));
  if (perLine < 1) return Infinity;
  return characters <= perLine ? 1 : Math.ceil(characters / Math.max(1, perLine - 1));
}

/** Widths of one character in sizes: Chinese fills its square, digits and capitals do not. */
export const emOf: Record<FaceFieldSpec["type"], number> = { text: 1, date: 0.76, number: 0.6, code: 0.68 };

/** How wide a text is, in sizes. */
export const emsOf = (text: string): number => [...text].reduce((sum, character) => sum + (/[\u2E80-\uFFFF]|[\u{10000}-\u{3FFFF}]/u.test(character) ? 1 : 0.62), 0);

/** The most characters a fact of the record has, and how wide one is. */
export function factLength(fact: RecordFact, { name, holderKinds }: Pick<CertificateForm, "name" | "holderKinds">): { characters: number; em: number } {
  const lengths: Record<RecordFact, { characters: number; em: number }> = {
    title: { characters: [...name].length, em: 1 },
    number: { characters: 20, em: emOf.code },
    holderName: { characters: holderKinds.includes("organisation") ? 50 : 24, em: 1 },
    holderCode: { characters: 18, em: emOf.code },
    issuer: { characters: 30, em: 1 },
    issuedOn: { characters: 11, em: emOf.date },
    validity: { characters: 25, em: emOf.date },
    identifier: { characters: 86, em: 0.6 },
    verifyAddress: { characters: 130, em: 0.6 },
  };
  return lengths[fact];
}

/** Where every field of a type stands: as an element of its own, or in a table. */
export function placedFields({ elements }: Layout, fields: readonly FaceFieldSpec[]): ReadonlySet<string> {
  return new Set(elements.flatMap((element) => {
    if (element.kind === "field") return [element.field];
    return element.kind === "rows" ? rowFields(element, elements, fields.map(({ key }) => key)) : [];
  }));
}

/** The fields a table shows: those it names, or all that no element shows by itself. */
export function rowFields({ fields }: Extract<LayoutElement, { kind: "rows" }>, elements: readonly LayoutElement[], keys: readonly string[]): string[] {
  const alone = new Set(elements.flatMap((element) => (element.kind === "field" ? [element.field] : [])));
  return fields.length > 0 ? fields.filter((key) => keys.includes(key)) : keys.filter((key) => !alone.has(key));
}

/** A page to begin from: title, number, whom it is about unless a field names them, a table of all fields, code, issuer, date and seal. */
export function starterLayout(page: Layout["page"] = "a4Portrait", fields: readonly Pick<FaceFieldSpec, "mask">[] = []): Layout {
  const named = fields.some(({ mask }) => mask === "name");
  return { page, border: "ornate", colour: "blue", english: page !== "card", elements: page === "card" ? cardElements : sheetElements(pageSizes[page]).filter((element) => !(named && element.kind === "fact" && element.fact === "holderName")) };
}

function sheetElements({ width, height }: { width: number; height: number }): Layout["elements"] {
  const [left, foot] = [28, height - 84];
  const room = width - left * 2;
  return [
    { id: "e1", kind: "fact", fact: "title", x: left, y: 30, width: room, height: 18, size: 34, align: "center", tone: "accent", bold: true, spacing: 4 },
    { id: "e2", kind: "fact", fact: "number", x: left, y: 50, width: room, height: 7, size: 11, align: "center" },
    { id: "e3", kind: "fact", fact: "holderName", x: left, y: 60, width: room, height: 13, size: 12, label: "beside", labelWidth: 46 },
    { id: "e4", kind: "rows", fields: [], x: left, y: 74, width: room, height: foot - 76, size: 12, labelWidth: 46 },
    { id: "e5", kind: "qr", x: left, y: foot + 14, width: 34, height: 34 },
    { id: "e6", kind: "fact", fact: "validity", x: left, y: foot, width: room, height: 9, size: 12, label: "beside", labelWidth: 46 },
    { id: "e7", kind: "fact", fact: "issuer", x: left + 38, y: foot + 18, width: room - 80, height: 13, size: 13, align: "right" },
    { id: "e8", kind: "fact", fact: "issuedOn", x: left + 38, y: foot + 33, width: room - 80, height: 8, size: 13, align: "right" },
    { id: "e9", kind: "seal", x: width - left - 38, y: foot + 12, width: 38, height: 38 },
    { id: "e10", kind: "fact", fact: "identifier", x: left, y: foot + 54, width: room, height: 6, size: 8, tone: "soft" },
  ];
}

const cardElements: Layout["elements"] = [
  { id: "e1", kind: "fact", fact: "title", x: 5, y: 5, width: 56, height: 8, size: 13, tone: "accent", bold: true },
  { id: "e2", kind: "rows", fields: [], x: 5, y: 14, width: 56, height: 26, size: 6, labelWidth: 15 },
  { id: "e3", kind: "qr", x: 63, y: 5, width: 18, height: 18 },
  { id: "e4", kind: "seal", x: 63, y: 27, width: 17, height: 17 },
  { id: "e5", kind: "fact", fact: "validity", x: 5, y: 43, width: 46, height: 4, size: 6 },
  { id: "e6", kind: "fact", fact: "identifier", x: 5, y: 48, width: 76, height: 3, size: 4.5, tone: "soft" },
];

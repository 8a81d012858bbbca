import type { ErrorParams } from "@/domain/core/errors";
import { emOf, emsOf, englishShare, factLength, fits, leading, linesFor, pageSizes, placedFields, pointsPerMm, rowFields, rowGap, smallestQr, smallestSize, valueBox } from "@/domain/items/rules/layout";
import type { Layout, LayoutElement } from "@/domain/items/schema/layout";
import type { CertificateForm } from "@/domain/items/schema/result";

type Draft = { field: string; code: string; severity: "error" | "warning"; params: ErrorParams };

/**
 * What is wrong with a page for certificates of a type: things beyond its edge or over the code and the seal, a code too
 * small to read, text that does not fit when it is as long as it may be, fields the type does not have or the page does not
 * show, fixed text that no font can print. `field` names the element by its place.
 */
export function lintLayout(layout: Layout, form: CertificateForm, unprintable: Unprintable = () => ""): Draft[] {
  const ofElements = layout.elements.flatMap((element, at) => {
    const problem = (code: string, severity: Draft["severity"], params: ErrorParams = {}): Draft => ({ field: `layout.elements.${at}`, code: `items.${code}`, severity, params: { number: at + 1, ...params } });
    return [...outside(element, layout, problem), ...covered(element, layout, problem), ...unreadable(element, problem), ...tight(element, layout, form, problem), ...unknown(element, form, problem), ...glyphless(element, unprintable, problem)];
  });
  const hasQr = layout.elements.some(({ kind }) => kind === "qr");
  const shown = placedFields(layout, form.fields);
  const hidden = form.fields.filter(({ key }) => !shown.has(key));
  return [
    ...ofElements,
    ...(hasQr ? [] : [{ field: "layout", code: "items.layoutNoQr", severity: "warning" as const, params: {} }]),
    ...hidden.map(({ label, required }): Draft => ({ field: "layout", code: "items.layoutFieldMissing", severity: required ? "error" : "warning", params: { label: label.zh } })),
  ];
}

/** The characters of a text that no font has. */
export type Unprintable = (text: string) => string;

function glyphless(element: LayoutElement, unprintable: Unprintable, problem: Problem): Draft[] {
  const characters = element.kind === "text" ? unprintable(`${element.text.zh}${element.text.en ?? ""}`) : "";
  return characters ? [problem("layoutGlyphMissing", "error", { characters })] : [];
}

type Problem = (code: string, severity: Draft["severity"], params?: ErrorParams) => Draft;

const hair = 0.05;

function outside({ x, y, width, height }: LayoutElement, { page }: Layout, problem: Problem): Draft[] {
  const size = pageSizes[page];
  return x + width > size.width + hair || y + height > size.height + hair ? [problem("layoutOutside", "error")] : [];
}

/** Nothing may stand on the code. The seal is customarily set over organ and date (压盖); over anything else it hides what it covers. */
function covered(element: LayoutElement, { elements }: Layout, problem: Problem): Draft[] {
  if (element.kind === "qr") return [];
  const onCode = elements.some((other) => other.kind === "qr" && overlap(element, other));
  const underSeal = element.kind !== "seal" && !isSealed(element) && elements.some((other) => other.kind === "seal" && overlap(element, other));
  return [...(onCode ? [problem("layoutOverQr", "error")] : []), ...(underSeal ? [problem("layoutUnderSeal", "warning")] : [])];
}

const isSealed = (element: LayoutElement) => element.kind === "line" || (element.kind === "fact" && (element.fact === "issuer" || element.fact === "issuedOn"));

const overlap = (a: LayoutElement, b: LayoutElement) =>
  a.x < b.x + b.width - hair && b.x < a.x + a.width - hair && a.y < b.y + b.height - hair && b.y < a.y + a.height - hair;

function unreadable(element: LayoutElement, problem: Problem): Draft[] {
  return element.kind === "qr" && Math.min(element.width, element.height) < smallestQr - hair ? [problem("layoutQrSmall", "error", { least: smallestQr })] : [];
}

function tight(element: LayoutElement, layout: Layout, form: CertificateForm, problem: Problem): Draft[] {
  return holdsLongest(element, layout, form) ? [] : [problem("layoutTight", "error")];
}

function holdsLongest(element: LayoutElement, layout: Layout, form: CertificateForm): boolean {
  switch (element.kind) {
    case "text": return textFits(element, layout.english);
    case "fact": {
      const { characters, em } = factLength(element.fact, form);
      return fits({ ...element, ...valueBox(element) }, characters, em);
    }
    case "field": {
      const spec = form.fields.find(({ key }) => key === element.field);
      return !spec || fits({ ...element, ...valueBox(element) }, spec.maxLength, emOf[spec.type]);
    }
    case "rows": return rowsFit(element, layout, form);
    default: return true;
  }
}

function textFits({ text, width, height, size, spacing = 0 }: Extract<LayoutElement, { kind: "text" }>, english: boolean): boolean {
  const smallest = smallestSize(size);
  const lines = (words: string, of: number, gap: number) => words.split("\n").reduce((sum, line) => sum + linesFor({ width, size: of, spacing: gap }, Math.ceil(emsOf(line))), 0) * of * leading;
  const all = lines(text.zh, smallest, spacing) + (english && text.en ? lines(text.en, smallest * englishShare, 0) : 0);
  return all <= height * pointsPerMm + 0.01;
}

function rowsFit(element: Extract<LayoutElement, { kind: "rows" }>, { elements }: Layout, { fields }: CertificateForm): boolean {
  const smallest = smallestSize(element.size);
  const shown = rowFields(element, elements, fields.map(({ key }) => key));
  const width = element.width - (element.labelWidth ?? 30);
  const heights = fields.filter(({ key }) => shown.includes(key)).map(({ maxLength, type }) => (linesFor({ width, size: smallest }, maxLength, emOf[type]) * leading + rowGap) * smallest);
  return heights.reduce((sum, height) => sum + height, 0) <= element.height * pointsPerMm + 0.01;
}

function unknown(element: LayoutElement, { fields }: CertificateForm, problem: Problem): Draft[] {
  const named = element.kind === "field" ? [element.field] : element.kind === "rows" ? element.fields : [];
  return named.filter((name) => !fields.some(({ key }) => key === name)).map((name) => problem("layoutFieldUnknown", "error", { field: name }));
}

import { deflateSync } from "node:zlib";
import type { Layout } from "@/domain/items/schema/layout";
import { decoration, type Doc, type Sheet } from "./pdf";

type Border = { width: number; height: number; style: Layout["border"]; color: string };

/** The frame of a certificate's page: ornament that screen readers pass over. */
export function drawBorder(sheet: Sheet, border: Border): void {
  if (border.style === "none") return;
  decoration(sheet, () => {
    if (border.style === "ornate") drawRosette(sheet.doc, border);
    drawFrame(sheet.doc, border);
  });
}

/** A fine rosette, as on printed certificates. */
function drawRosette(doc: Doc, { width, height, color }: Omit<Border, "style">): void {
  const unit = Math.min(width, height) / 595.28;
  doc.page.xobjects.Rosette = rosetteIn(doc, width, height);
  doc.save().opacity(0.1).lineWidth(0.4 * Math.max(0.5, unit)).strokeColor(color).addContent("/Rosette Do").restore();
}

const drawn = new WeakMap<Doc, ReturnType<Doc["ref"]>>();

/** A form of its own, once in each file and already deflated, so that no page draws or deflates it again. */
function rosetteIn(doc: Doc, width: number, height: number): ReturnType<Doc["ref"]> {
  const known = drawn.get(doc);
  if (known) return known;
  const form = doc.ref({ Type: "XObject", Subtype: "Form", BBox: [0, 0, width, height], Filter: "FlateDecode" });
  form.end(rosetteOf(width, height));
  drawn.set(doc, form);
  return form;
}

const rosettes = new Map<string, Buffer>();

/** Its sixteen rings as deflated PDF operators, the same on every page of a size: reckoned once, to a hundredth of a point. */
function rosetteOf(width: number, height: number): Buffer {
  const key = `${width}x${height}`;
  const known = rosettes.get(key);
  if (known !== undefined) return known;
  const [cx, cy] = [width / 2, height * 0.558];
  const unit = Math.min(width, height) / 595.28;
  const rings = Array.from({ length: 16 }, (_ring, ring) => {
    const points = Array.from({ length: 181 }, (_step, step) => {
      const angle = (step * Math.PI) / 90;
      const radius = (60 + ring * 9) * unit * (1 + 0.16 * Math.sin(12 * angle + ring * 0.42));
      return `${Number((cx + radius * Math.cos(angle)).toFixed(2))} ${Number((cy + radius * Math.sin(angle)).toFixed(2))} ${step === 0 ? "m" : "l"}`;
    });
    return `${points.join("\n")}\nS`;
  });
  const made = deflateSync(rings.join("\n"));
  rosettes.set(key, made);
  return made;
}

/** Measures of a frame in points: on a sheet, and on a card. */
const sheetFrame = { inset: 30, gap: 5, corner: 9, outer: 1.6, inner: 0.4, mark: 0.8 };
const cardFrame = { inset: 5, gap: 2, corner: 3, outer: 0.8, inner: 0.25, mark: 0.4 };

function drawFrame(doc: Doc, { width, height, style, color }: Border): void {
  const { inset, gap, corner, outer, inner, mark } = Math.min(width, height) < 200 ? cardFrame : sheetFrame;
  const box = (at: number, line: number) => doc.rect(at, at, width - at * 2, height - at * 2).lineWidth(line).stroke(color);
  box(inset, outer);
  if (style === "single") return;
  box(inset + gap, inner);
  if (style === "double") return;
  for (const x of [inset + gap, width - inset - gap]) {
    for (const y of [inset + gap, height - inset - gap]) {
      doc.rect(x - corner, y - corner, corner * 2, corner * 2).lineWidth(inner).fillAndStroke("#ffffff", color);
      doc.rect(x - corner * 0.55, y - corner * 0.55, corner * 1.1, corner * 1.1).lineWidth(mark).stroke(color);
    }
  }
}

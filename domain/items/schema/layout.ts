import { z } from "zod";
import { LocalisedText } from "@/domain/forms/schema";

/** Pages a certificate is printed on; the card has the size of an identity card (ISO/IEC 7810 ID-1). */
export const pageFormats = ["a4Portrait", "a4Landscape", "card"] as const;
export const borderStyles = ["none", "single", "double", "ornate"] as const;
export const layoutColours = ["blue", "red", "green", "brown"] as const;
export const textTones = ["text", "soft", "accent", "red"] as const;
export const alignments = ["left", "center", "right"] as const;
export const labelPlaces = ["none", "above", "beside"] as const;

/** What of the certificate's record may be placed besides the fields of its type. */
export const recordFacts = ["title", "number", "holderName", "holderCode", "issuer", "issuedOn", "validity", "identifier", "verifyAddress"] as const;
export type RecordFact = (typeof recordFacts)[number];

const mm = z.number().min(0).max(300);
/** Millimetres from the upper left corner of the page. */
const place = { id: z.string().regex(/^e[0-9]{1,3}$/), x: mm, y: mm, width: mm, height: mm };
// Sizes and spacing are points; a line's width or height of 0 is a hairline.
const style = {
  size: z.number().min(4).max(72),
  align: z.enum(alignments).optional(),
  tone: z.enum(textTones).optional(),
  bold: z.boolean().optional(),
  spacing: z.number().min(0).max(30).optional(),
};
const labelled = { label: z.enum(labelPlaces).optional(), labelWidth: mm.optional() };
const Key = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

/**
 * One thing on the page: fixed text, a field of the type, a fact of the record, a table of fields (all that stand nowhere
 * else when it names none), the code that leads to verification, the place of the seal, a line.
 */
export const LayoutElement = z.discriminatedUnion("kind", [
  z.strictObject({ ...place, kind: z.literal("text"), text: LocalisedText, ...style }),
  z.strictObject({ ...place, kind: z.literal("field"), field: Key, ...style, ...labelled }),
  z.strictObject({ ...place, kind: z.literal("fact"), fact: z.enum(recordFacts), ...style, ...labelled }),
  z.strictObject({ ...place, kind: z.literal("rows"), fields: z.array(Key).max(40), size: style.size, labelWidth: mm.optional() }),
  z.strictObject({ ...place, kind: z.literal("qr") }),
  z.strictObject({ ...place, kind: z.literal("seal") }),
  z.strictObject({ ...place, kind: z.literal("line") }),
]);
export type LayoutElement = z.infer<typeof LayoutElement>;
export const elementKinds = LayoutElement.options.map((option) => option.shape.kind.value);

/** The page of a certificate. Elements are drawn, and read aloud, in their order; `english` prints the English of texts and labels beneath. */
export const Layout = z.strictObject({
  page: z.enum(pageFormats),
  border: z.enum(borderStyles),
  colour: z.enum(layoutColours),
  english: z.boolean(),
  elements: z.array(LayoutElement).min(1).max(80),
});
export type Layout = z.infer<typeof Layout>;

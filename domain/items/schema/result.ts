import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { LocalisedText } from "@/domain/forms/schema";
import { Layout } from "./layout";

/** What a face field may be bound to besides an answer: facts of the case, under names no field of a form can have. */
export const caseFacts = ["case.holderName", "case.holderCode", "case.applicationNumber", "case.itemName", "case.issuer", "case.decidedOn", "case.validUntil"] as const;
export type CaseFact = (typeof caseFacts)[number];
export const isCaseFact = (binding: string): binding is CaseFact => caseFacts.some((fact) => fact === binding);

export const ItemResult = z.strictObject({
  name: z.string().min(1).max(200),
  kind: z.enum(["certificate", "document", "other"]),
  validity: z.string().max(300).optional(),
  /** 结果样本, published where anyone can see it. */
  sampleUrl: z.url({ protocol: /^https?$/ }).max(1000).optional(),
  /** Id of the type in the certificate catalogue; a certificate is issued only when this is set. */
  certificateType: z.string().max(80).optional(),
  /** Months the certificate is valid from the decision; absent means as its type says. */
  validMonths: z.int().min(1).max(1200).optional(),
  /** Face fields of the certificate, each bound to an answer, a computed value or a fact of the case. */
  face: z.array(z.strictObject({ key: z.string(), label: LocalisedText, field: z.string() })).max(40).optional(),
  /** The repeating group of the form whose rows name further holders (共有): each with a name and a number. */
  coHolders: z.string().max(80).optional(),
  /** This item's own page; absent means the type's. */
  layout: Layout.optional(),
});
export type ItemResult = z.infer<typeof ItemResult>;

export const faceFieldTypes = ["text", "date", "number", "code"] as const;
/** How a field is shown to whoever verifies: whole, as a name, as a number with both ends, its first quarter, not at all. */
export const faceMasks = ["open", "name", "number", "most", "hidden"] as const;

/** A field on the face (照面) of a certificate type; `maxLength` in characters. */
export const FaceFieldSpec = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  label: LocalisedText,
  type: z.enum(faceFieldTypes),
  required: z.boolean(),
  mask: z.enum(faceMasks),
  maxLength: z.int().min(1).max(2000),
});
export type FaceFieldSpec = z.infer<typeof FaceFieldSpec>;

/** How long certificates of a type are valid: without end, to a fixed day, months from the decision, until something happens. */
export const ValidityRule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("fixed"), until: Day }),
  z.strictObject({ kind: z.literal("months"), months: z.int().min(1).max(1200) }),
  z.strictObject({ kind: z.literal("untilEvent"), event: z.string().trim().min(1).max(200) }),
]);
export type ValidityRule = z.infer<typeof ValidityRule>;

export const holderKinds = ["person", "organisation"] as const;

/** What an item has to know of a certificate type of the catalogue. */
export type CertificateForm = {
  name: string;
  holderKinds: readonly (typeof holderKinds)[number][];
  fields: readonly FaceFieldSpec[];
  validity: ValidityRule;
  layout?: Layout | undefined;
};

import { z } from "zod";

/** Stable within an item for good: answers are kept by it across revisions. */
export const FieldId = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, "letters and digits, starting with a small letter");

/** Text in an expression of `domain/core/expression`, over answers, `profile.*`, `situation.*` and `today`. */
const ExpressionText = z.string().min(1).max(2000);

const Localised = { zh: z.string().min(1).max(2000), en: z.string().max(4000).optional() };
/** A text of the guide or form; English is optional and falls back to Chinese marked `lang="zh-CN"`. */
export const LocalisedText = z.strictObject(Localised);
export type LocalisedText = z.infer<typeof LocalisedText>;

export const Option = z.strictObject({ value: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/), label: LocalisedText });
export type Option = z.infer<typeof Option>;

/** What a field may be filled from; where the value came from is shown beside it. */
export const prefillSources = [
  "profile.name", "profile.citizenId", "profile.phone", "profile.birthOn", "profile.sex", "profile.address", "profile.divisionCode",
  "organisation.name", "organisation.uscc", "organisation.legalRepresentative", "organisation.address",
] as const;
/** A line of the face of a certificate that the applicant (or the organisation) holds: `certificate.<type>.<key of the line>`. */
const CertificateSource = z.templateLiteral(["certificate.", z.string().regex(/^[a-z][a-z0-9-]{1,59}$/), ".", z.string().regex(/^[a-zA-Z][A-Za-z0-9_-]{0,79}$/)]);
export type CertificateSource = z.infer<typeof CertificateSource>;
/** `earlier`: what the same applicant answered to the same question when they last filed an application. */
const PrefillSource = z.union([z.enum(prefillSources), z.literal("earlier"), CertificateSource]);
export type PrefillSource = z.infer<typeof PrefillSource>;

/**
 * What a question asks for in the words of no single item, so that an answer to one item can be offered for another. Closed:
 * two items share an answer only where both say that they mean the same.
 */
export const meanings = [
  "email", "landline", "postalAddress", "homeAddress", "registeredAddress", "nationality", "education", "maritalStatus", "occupation",
  "employerName", "employerUscc", "bankName", "bankAccountHolder", "bankAccount", "emergencyContactName", "emergencyContactPhone",
  "contactName", "contactPhone", "businessAddress", "businessScope", "registeredCapital", "staffCount",
] as const;
const Meaning = z.enum(meanings);
export type Meaning = z.infer<typeof Meaning>;

/** One source, or several of which the first that knows something counts, and then a fixed value written as a person would type it. */
export const Prefill = z.union([PrefillSource, z.strictObject({ from: z.array(PrefillSource).max(4), otherwise: z.string().min(1).max(500).optional() })]);
export type Prefill = z.infer<typeof Prefill>;

/** What a date may be, as expressions that give a day. */
export const dayRules = ["after", "before", "mustBe"] as const;
export type DayRule = (typeof dayRules)[number];

const common = {
  id: FieldId,
  label: LocalisedText,
  hint: LocalisedText.optional(),
  optional: z.boolean().optional(),
  visibleWhen: ExpressionText.optional(),
  prefill: Prefill.optional(),
  meaning: Meaning.optional(),
};

// `decimals` absent means whole numbers. `after` and `before` are the first and the last day allowed, `mustBe` the only one, where it tells a day. `maxFiles` absent
// means 5, `max` of a group 50; a group that is not optional has at least `min` (1) rows. In a group, expressions name the
// fields of the same row by their bare id; from outside `children.age` is the list over all rows.
const Leaf = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("text"), minLength: z.int().min(0).optional(), maxLength: z.int().min(1).max(500).optional() }),
  z.strictObject({ ...common, type: z.literal("longText"), maxLength: z.int().min(1).max(5000).optional() }),
  z.strictObject({ ...common, type: z.literal("number"), min: z.number().optional(), max: z.number().optional(), decimals: z.int().min(0).max(6).optional(), unit: LocalisedText.optional() }),
  z.strictObject({ ...common, type: z.literal("money"), min: z.number().optional(), max: z.number().optional() }),
  z.strictObject({ ...common, type: z.literal("date"), after: ExpressionText.optional(), before: ExpressionText.optional(), mustBe: ExpressionText.optional() }),
  z.strictObject({ ...common, type: z.literal("dateRange") }),
  z.strictObject({ ...common, type: z.literal("choice"), options: z.array(Option).min(2).max(200) }),
  z.strictObject({ ...common, type: z.literal("multipleChoice"), options: z.array(Option).min(1).max(200), max: z.int().min(1).optional() }),
  z.strictObject({ ...common, type: z.literal("yesNo") }),
  z.strictObject({ ...common, type: z.literal("division"), level: z.enum(["province", "city", "county"]).optional() }),
  z.strictObject({ ...common, type: z.literal("address") }),
  z.strictObject({ ...common, type: z.literal("personName") }),
  z.strictObject({ ...common, type: z.literal("citizenId") }),
  z.strictObject({ ...common, type: z.literal("uscc") }),
  z.strictObject({ ...common, type: z.literal("phone") }),
  z.strictObject({ ...common, type: z.literal("email") }),
  z.strictObject({ ...common, type: z.literal("bankAccount") }),
  z.strictObject({ ...common, type: z.literal("file"), maxFiles: z.int().min(1).max(20).optional() }),
  z.strictObject({ ...common, type: z.literal("signature") }),
  z.strictObject({ ...common, type: z.literal("computed"), expression: ExpressionText, display: z.enum(["text", "number", "money", "date"]).optional() }),
  z.strictObject({ ...common, type: z.literal("note") }),
]);

const RepeatingGroup = z.strictObject({
  ...common, type: z.literal("repeatingGroup"), fields: z.array(Leaf).min(1).max(40), min: z.int().min(0).optional(), max: z.int().min(1).max(50).optional(),
});

/** One question of a form. Required unless `optional`; dropped, never stored, while `visibleWhen` is false. */
export const Field = z.discriminatedUnion("type", [...Leaf.options, RepeatingGroup]);
export type Field = z.infer<typeof Field>;
export type LeafField = z.infer<typeof Leaf>;
export type FieldType = Field["type"];

/** A page of the form: one question or one tight group. */
export const Section = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  title: LocalisedText,
  description: LocalisedText.optional(),
  visibleWhen: ExpressionText.optional(),
  fields: z.array(Field).min(1).max(100),
});
export type Section = z.infer<typeof Section>;

/** A form as data inside an item revision. Field ids are unique over the whole form. */
export const FormDefinition = z.strictObject({ version: z.literal(1), sections: z.array(Section).min(1).max(40) });
export type FormDefinition = z.infer<typeof FormDefinition>;

/** A reference to an uploaded file; the bytes lie in storage, the row in `files`. */
export const FileReference = z.strictObject({ fileId: z.uuid(), name: z.string().max(300) });
export type FileReference = z.infer<typeof FileReference>;

/** One stored answer: plain JSON, by field id. Dates are `YYYY-MM-DD`, money is 元 as a number with two decimals. */
export const AnswerValue = z.json();
export type AnswerValue = z.infer<typeof AnswerValue>;
export const Answers = z.record(z.string(), AnswerValue);
export type Answers = z.infer<typeof Answers>;

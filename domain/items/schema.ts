import { z } from "zod";
import { assuranceLevels } from "@/domain/core/actor";
import { FormDefinition, LocalisedText } from "@/domain/forms/schema";
import { guideElements, materialElements } from "./schema/guide";
import { ProcessStep } from "./schema/process";
import { ItemResult } from "./schema/result";

/** Item types done on application (GB/T 39046 A.1). */
export const itemTypes = ["01", "05", "07", "08", "09", "10", "20"] as const;
export const ItemType = z.enum(itemTypes);
export type ItemType = z.infer<typeof ItemType>;

/** Level at which the power is exercised (GB/T 39046 A.2). */
export const levels = ["1", "2", "3", "4", "5", "6"] as const;
export const Level = z.enum(levels);
export type Level = z.infer<typeof Level>;

/** Whom an item serves (GB/T 39046 A.4): 1 natural person, 2 enterprise, 3 public institution, 4 social organisation, 5 organ, 6 other. */
export const audiences = ["1", "2", "3", "4", "5", "6"] as const;
export const ItemAudience = z.enum(audiences);
export type ItemAudience = z.infer<typeof ItemAudience>;

export const limitUnits = ["workday", "calendarDay"] as const;
/** A limit as number and unit; 0 is on the spot. `text` is the source's own wording. */
export const Limit = z.strictObject({ value: z.int().min(0).max(3650), unit: z.enum(limitUnits), text: z.string().max(500).optional() });
export type Limit = z.infer<typeof Limit>;

export const materialForms = ["original", "copy", "electronic"] as const;
export const necessities = ["required", "optional", "tolerable"] as const;
export const materialSources = ["applicant", "government", "other"] as const;

/** The most certificate types that may stand in place of one material. */
export const mostCertificateTypes = 10;

/** Evidence asked from the applicant. `when` (an expression) decides whether this applicant needs it; `condition` says so in words. */
export const Material = z.strictObject({
  key: z.string().regex(/^m[0-9]{1,3}$/),
  name: LocalisedText,
  necessity: z.enum(necessities),
  form: z.enum(materialForms).optional(),
  formText: z.string().max(200).optional(),
  copies: z.int().min(0).max(99).optional(),
  source: z.enum(materialSources).optional(),
  condition: z.string().max(500).optional(),
  when: z.string().max(2000).optional(),
  description: LocalisedText.optional(),
  basis: z.string().max(500).optional(),
  /** The certificate that it is, whoever holds it (电子证照关联). */
  certificateType: z.string().max(80).optional(),
  /** Types of which the applicant's own certificate, or their organisation's, stands in its place (免证办). */
  certificateTypes: z.array(z.string().min(1).max(80)).max(mostCertificateTypes).optional(),
  maxFiles: z.int().min(1).max(20).optional(),
  ...materialElements,
});
export type Material = z.infer<typeof Material>;

/** A question whose answer switches materials, fields or steps on and off; its answer is `situation.<key>`. */
export const Situation = z.strictObject({
  key: z.string().regex(/^s[0-9]{1,2}$|^[a-z][A-Za-z0-9]{0,39}$/),
  question: LocalisedText,
  options: z.array(z.strictObject({ value: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/), label: LocalisedText })).min(2).max(20),
});
export type Situation = z.infer<typeof Situation>;

export const Fees = z.strictObject({
  charged: z.boolean(),
  text: z.string().max(1000).optional(),
  items: z.array(z.strictObject({ name: z.string().max(200), standard: z.string().max(500), basis: z.string().max(500).optional(), reduction: z.string().max(500).optional() })).max(50),
});
export type Fees = z.infer<typeof Fees>;

/** English by the Chinese that it says; as many as a guide at its fullest has texts, and some left over. */
const English = z.record(z.string().min(1).max(4000), z.string().trim().min(1).max(4000)).refine((entries) => Object.keys(entries).length <= 1600);

/** Everything published about an item: the guide, its materials, limits, process and form. A published one never changes. */
export const RevisionContent = z.strictObject({
  name: z.string().min(1).max(1000),
  nameEn: z.string().max(1000).optional(),
  plainName: z.string().max(300).optional(),
  summary: LocalisedText.optional(),
  itemType: ItemType,
  level: Level,
  audience: z.array(ItemAudience).min(1),
  themes: z.array(z.string().min(1).max(40)).max(20),
  lifeEvents: z.array(z.string().min(1).max(40)).max(20),
  /** Other words people type for this item: colloquial names and synonyms. */
  keywords: z.array(z.string().min(1).max(60)).max(60),
  handling: z.enum(["instant", "promised"]),
  statutoryLimit: Limit.nullable(),
  promisedLimit: Limit.nullable(),
  conditions: z.array(z.string().min(1).max(4000)).max(60),
  /** Of editions up to November 2026: the same conditions in English, as many and in the same order. `english` says it now. */
  conditionsEn: z.array(z.string().min(1).max(4000)).max(60).optional(),
  situations: z.array(Situation).max(12),
  materials: z.array(Material).max(80),
  flow: z.array(z.string().min(1).max(2000)).max(40),
  steps: z.array(ProcessStep).min(1).max(20),
  fees: Fees.nullable(),
  legalBasis: z.array(z.strictObject({ instrument: z.string().min(1).max(500), articles: z.string().max(300).optional(), text: z.string().max(4000).optional() })).max(60),
  result: ItemResult.nullable(),
  questions: z.array(z.strictObject({ question: z.string().min(1).max(1000), answer: z.string().min(1).max(4000) })).max(60),
  visits: z.int().min(0).max(20).nullable(),
  onlineDepth: z.enum(["1", "2", "3", "4"]).nullable(),
  courier: z.boolean().nullable(),
  address: z.string().max(1000).optional(),
  openingHours: z.string().max(500).optional(),
  consultPhone: z.string().max(200).optional(),
  complaintPhone: z.string().max(200).optional(),
  ...guideElements,
  /** What the Chinese texts of the guide say in English, each under the text itself: a changed text has none any more. */
  english: English.optional(),
  sources: z.array(z.strictObject({ ref: z.string().max(1000), url: z.string().max(1000).optional(), asOf: z.string().max(40).optional() })).max(40),
  minAssuranceLevel: z.enum(assuranceLevels),
  /** Workdays the applicant has to answer a correction notice. */
  correctionDays: z.int().min(1).max(90),
  /** A hand-made form; null means one is generated from the facts above. */
  form: FormDefinition.nullable(),
});
export type RevisionContent = z.infer<typeof RevisionContent>;

export const revisionStatuses = ["draft", "published", "superseded"] as const;
export const RevisionStatus = z.enum(revisionStatuses);
export type RevisionStatus = z.infer<typeof RevisionStatus>;

export const itemStatuses = ["published", "suspended", "cancelled", "draft"] as const;
export const ItemStatus = z.enum(itemStatuses);
export type ItemStatus = z.infer<typeof ItemStatus>;

/** Filters of the public search; `division` matches the division or any it lies in. */
export const SearchItems = z.strictObject({
  query: z.string().max(100).optional(),
  audience: ItemAudience.optional(),
  theme: z.string().max(40).optional(),
  division: z.string().regex(/^\d{6}$/).optional(),
  departmentId: z.uuid().optional(),
  online: z.boolean().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(20),
});
export type SearchItems = z.infer<typeof SearchItems>;

/** What stands in the search box while somebody types. */
export const SuggestItems = z.strictObject({ query: z.string().min(1).max(100) });

/** An implementation code (31) or handling item code (33); letters in either case. */
export const ItemCode = z.string().regex(/^[0-9A-Za-z]{31}(?:[0-9A-Za-z]{2})?$/);
export type ItemCode = z.infer<typeof ItemCode>;

/** Filters of the items an editor or publisher looks after. */
export const ListItemsForEdit = z.strictObject({
  query: z.string().max(100).optional(),
  state: z.enum(["draft", "inReview", "scheduled", "published", "suspended", "cancelled"]).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListItemsForEdit = z.infer<typeof ListItemsForEdit>;

/** Some items, each by its id. */
export const ItemIds = z.strictObject({ ids: z.array(z.uuid()).max(50) });

export const ItemReference = z.strictObject({ itemId: z.uuid() });
export type ItemReference = z.infer<typeof ItemReference>;

/** A change to the draft of an item as it was at `version`. */
export const DraftReference = z.strictObject({ itemId: z.uuid(), version: z.int().min(0) });
export type DraftReference = z.infer<typeof DraftReference>;

export const SaveRevision = DraftReference.extend({ content: RevisionContent });
export type SaveRevision = z.infer<typeof SaveRevision>;

/** Parts of a revision that one editor changes by itself: the form, the process, the result. */
export const PatchRevision = DraftReference.extend({ changes: RevisionContent.partial() });
export type PatchRevision = z.infer<typeof PatchRevision>;

export const ChangeItemStatus = ItemReference.extend({ reason: z.string().trim().min(1).max(500) });
export type ChangeItemStatus = z.infer<typeof ChangeItemStatus>;

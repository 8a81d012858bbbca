import { z } from "zod";
import { FieldId, FormDefinition, LocalisedText } from "@/domain/forms/schema";
import { RawSection } from "@/domain/applications/schema";
import { ItemCode } from "@/domain/items/schema";

/** 国办发〔2025〕24号: stages of a person's and of a business's life by which life events are listed. */
export const stages = [
  "birth", "education", "employment", "living", "housing", "travel", "health", "relief", "oldAge", "afterDeath",
  "opening", "hiring", "tax", "operation", "construction", "closing",
] as const;
export const Stage = z.enum(stages);
export type Stage = z.infer<typeof Stage>;

export const MemberKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,29}$/);

/** A service item that belongs to the event; `when`, an expression over the questions, says whether this applicant needs it. */
export const Member = z.strictObject({
  key: MemberKey,
  itemCode: ItemCode,
  when: z.string().trim().min(1).max(2000).optional(),
  note: LocalisedText.optional(),
});
export type Member = z.infer<typeof Member>;

/** An answer of the questions that a member's form takes over. */
export const SharedAnswer = z.strictObject({ question: FieldId, member: MemberKey, field: FieldId });
export type SharedAnswer = z.infer<typeof SharedAnswer>;

/** One document that several members ask for: uploaded in one, it serves the others. */
export const SharedMaterial = z.strictObject({
  name: LocalisedText,
  in: z.array(z.strictObject({ member: MemberKey, field: FieldId })).min(2).max(12),
});
export type SharedMaterial = z.infer<typeof SharedMaterial>;

/** Everything published about a life event (高效办成一件事). A published one never changes. */
export const LifeEventContent = z.strictObject({
  name: LocalisedText,
  summary: LocalisedText,
  stage: Stage,
  audience: z.enum(["person", "organisation"]),
  questions: FormDefinition,
  members: z.array(Member).min(2).max(12),
  shared: z.array(SharedAnswer).max(300),
  materials: z.array(SharedMaterial).max(40),
});
export type LifeEventContent = z.infer<typeof LifeEventContent>;

export const lifeEventRevisionStatuses = ["draft", "published", "superseded"] as const;

/** Part of the address: small letters, digits and dashes. */
export const LifeEventKey = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);
export const ByKey = z.strictObject({ key: LifeEventKey });
export type ByKey = z.infer<typeof ByKey>;

export const CaseReference = z.strictObject({ id: z.uuid() });
export type CaseReference = z.infer<typeof CaseReference>;
/** `fields`: the questions that were shown, where not all of the section were; the others stay as they are. */
export const SaveQuestions = CaseReference.extend({ section: z.string().max(60), raw: RawSection, fields: z.array(z.string().max(60)).max(100).optional() });
export type SaveQuestions = z.infer<typeof SaveQuestions>;
/** `later`: by part, the materials promised in writing to be handed in later. */
export const FileLifeEvent = CaseReference.extend({
  declared: z.literal(true, "applications.declarationMissing"),
  later: z.array(z.strictObject({ part: z.uuid(), fieldId: z.string().min(1).max(120) })).max(200).default([]),
});
export type FileLifeEvent = z.infer<typeof FileLifeEvent>;
export const ListOwnCases = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListOwnCases = z.infer<typeof ListOwnCases>;

export const LifeEventReference = z.strictObject({ lifeEventId: z.uuid() });
export type LifeEventReference = z.infer<typeof LifeEventReference>;
export const CreateLifeEvent = z.strictObject({ key: LifeEventKey, name: LocalisedText, departmentId: z.uuid(), divisionCode: z.string().regex(/^\d{6}$/) });
export type CreateLifeEvent = z.infer<typeof CreateLifeEvent>;
export const LifeEventDraft = LifeEventReference.extend({ version: z.int().min(0) });
export type LifeEventDraft = z.infer<typeof LifeEventDraft>;
/** A draft may still lack members or questions; publishing asks for all of it. */
export const DraftContent = LifeEventContent.extend({ questions: FormDefinition.nullable(), members: z.array(Member).max(12) });
export type DraftContent = z.infer<typeof DraftContent>;
export const SaveLifeEvent = LifeEventDraft.extend({ content: DraftContent });
export type SaveLifeEvent = z.infer<typeof SaveLifeEvent>;

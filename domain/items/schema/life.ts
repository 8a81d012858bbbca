import { z } from "zod";
import { Day, Instant } from "@/domain/core/calendar";

/** Where a draft stands: being written, read by the publisher, or waiting for its hour. */
export const draftStages = ["editing", "inReview", "scheduled"] as const;
export const DraftStage = z.enum(draftStages);
export type DraftStage = z.infer<typeof DraftStage>;

/** What is done to a draft between editor and publisher; `unsound` is the clock's finding at the hour of publication. */
export const reviewActs = ["handOver", "takeBack", "return", "schedule", "callOff", "unsound", "publish"] as const;

/** A word about one field of the content; the whole where no field is named. */
export const ReviewComment = z.strictObject({ field: z.string().min(1).max(80), text: z.string().trim().min(1).max(1000) });
export type ReviewComment = z.infer<typeof ReviewComment>;

/** How an item ends: it is gone (perhaps with one that takes its place), becomes several, or several become one. */
export const retirementKinds = ["cancelled", "split", "merged"] as const;
export const RetirementKind = z.enum(retirementKinds);
export type RetirementKind = z.infer<typeof RetirementKind>;

/** What a look at a web address found: it answers, it says it is gone, it lies where nobody outside can look, or nobody answered. */
export const linkStates = ["ok", "gone", "refused", "unreachable"] as const;
export type LinkState = (typeof linkStates)[number];

const reason = z.string().trim().min(1).max(500);
const draft = z.strictObject({ itemId: z.uuid(), version: z.int().min(0) });

/** Why a warning may stand. */
export const WarningAnswer = z.strictObject({ warning: z.string().min(1).max(600), reason });
export type WarningAnswer = z.infer<typeof WarningAnswer>;

export const AnswerWarnings = draft.extend({ answers: z.array(WarningAnswer).max(1000) });
export type AnswerWarnings = z.infer<typeof AnswerWarnings>;

export const HandOver = AnswerWarnings.extend({ note: z.string().trim().max(1000).default("") });
export type HandOver = z.infer<typeof HandOver>;

export const ReturnRevision = draft.extend({ note: z.string().trim().max(1000).default(""), comments: z.array(ReviewComment).max(60).default([]) });
export type ReturnRevision = z.infer<typeof ReturnRevision>;

/** Publication at an instant still to come. */
export const ScheduleRevision = draft.extend({ publishAt: Instant, reason });
export type ScheduleRevision = z.infer<typeof ScheduleRevision>;

export const CallOffRevision = draft.extend({ reason });
export type CallOffRevision = z.infer<typeof CallOffRevision>;

/** Ends items from a day on: one without or with one successor, one for several, or several for one. */
export const RetireItems = z.strictObject({
  kind: RetirementKind,
  itemIds: z.array(z.uuid()).min(1).max(20),
  successorIds: z.array(z.uuid()).max(20),
  effectiveOn: Day,
  reason,
});
export type RetireItems = z.infer<typeof RetireItems>;

/** Which part of the editor somebody has open. */
export const editorParts = ["guide", "form", "process", "result", "english", "review"] as const;
export const SeeEditors = z.strictObject({ itemId: z.uuid(), part: z.enum(editorParts) });
export type SeeEditors = z.infer<typeof SeeEditors>;

/** Two editions of one item by their numbers; the draft and what is current where none is named. */
export const CompareRevisions = z.strictObject({ itemId: z.uuid(), from: z.int().min(1).optional(), to: z.int().min(1).optional() });
export type CompareRevisions = z.infer<typeof CompareRevisions>;

/** Kinds of file that belong to a material. */
export const materialFileKinds = ["blankForm", "sample"] as const;
export const MaterialFileKind = z.enum(materialFileKinds);
export type MaterialFileKind = z.infer<typeof MaterialFileKind>;

/** A file kept with a material: what it is, and where to fetch it (`/api/files/public/<fileId>`). */
export const MaterialFile = z.strictObject({
  fileId: z.uuid(),
  name: z.string().min(1).max(200),
  mime: z.string().min(1).max(100),
  size: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type MaterialFile = z.infer<typeof MaterialFile>;

export const RemoveMaterialFile = draft.extend({ material: z.string().max(10), kind: MaterialFileKind });
export type RemoveMaterialFile = z.infer<typeof RemoveMaterialFile>;

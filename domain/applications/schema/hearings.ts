import { z } from "zod";
import { Day } from "@/domain/core/calendar";

/** 行政许可法 46–48: the right is told, the hearing is set, it is held; or nobody wants it, or it falls away. */
export const hearingStates = ["announced", "scheduled", "held", "waived", "cancelled"] as const;
export type HearingState = (typeof hearingStates)[number];

/** What the hearing came to. */
export const hearingOutcomes = ["supports", "supportsWithChanges", "opposes"] as const;

export const postponementAnswers = ["granted", "refused"] as const;

const id = z.uuid();
const version = z.int().min(0);
const words = z.string().trim().min(2).max(2000);

export const HearingByCase = z.strictObject({ number: z.string().min(21).max(40) });
export type HearingByCase = z.infer<typeof HearingByCase>;
/** Tells the applicant that they may ask for a hearing, and why one is due (行政许可法 47). */
export const AnnounceHearing = z.strictObject({ id, reason: words });
export type AnnounceHearing = z.infer<typeof AnnounceHearing>;
export const AnswerHearingRight = z.strictObject({ id, ask: z.boolean() });
export type AnswerHearingRight = z.infer<typeof AnswerHearingRight>;

/** When and where it is held, who chairs it and who is called. */
export const ScheduleHearing = z.strictObject({
  id, version, heldOn: Day, startsAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  place: z.string().trim().min(2).max(200), onlineUrl: z.url({ protocol: /^https$/ }).max(500).optional(),
  chairId: z.uuid(), isPublic: z.boolean(), participants: z.string().trim().min(2).max(2000),
});
export type ScheduleHearing = z.infer<typeof ScheduleHearing>;
export const CancelHearing = z.strictObject({ id, reason: words });
export type CancelHearing = z.infer<typeof CancelHearing>;
export const ConfirmAttendance = z.strictObject({ id });
export type ConfirmAttendance = z.infer<typeof ConfirmAttendance>;
export const AskPostponement = z.strictObject({ id, reason: words });
export type AskPostponement = z.infer<typeof AskPostponement>;
/** A refusal keeps the day; to grant it a new day is set. */
export const RefusePostponement = z.strictObject({ id, reason: words });
export type RefusePostponement = z.infer<typeof RefusePostponement>;
/** The summary that goes with the minutes' file; the decision rests on the minutes (行政许可法 48(2)). */
export const RecordHearing = z.strictObject({ id, version, summary: z.string().trim().min(10).max(5000), outcome: z.enum(hearingOutcomes) });
export type RecordHearing = z.infer<typeof RecordHearing>;

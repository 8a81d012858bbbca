import { z } from "zod";
import { staffRoles } from "@/domain/core/actor";
import { LocalisedText } from "@/domain/forms/schema";

export const stepKinds = ["accept", "review", "consult", "decide", "certificate", "deliver"] as const;
export type StepKind = (typeof stepKinds)[number];

const Key = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

/** When a step may tell the applicant something. */
export const stepMoments = ["entered", "completed"] as const;
export type StepMoment = (typeof stepMoments)[number];

/** A row of the decision table: where `when` is true of a case, it is approved, and this is why. */
export const AutomaticRow = z.strictObject({
  when: z.string().trim().min(1).max(2000),
  explanation: z.strictObject({ zh: z.string().trim().min(1).max(500), en: z.string().trim().min(1).max(500) }),
});
export type AutomaticRow = z.infer<typeof AutomaticRow>;

/**
 * 秒批: the first row that holds approves. There is no row that rejects: whatever no row covers, a person decides
 * (个人信息保护法 24).
 */
export const AutomaticDecision = z.strictObject({
  rows: z.array(AutomaticRow).min(1).max(30),
  /** Uploads and free texts, by field, that may be taken unread. With any other of them a person looks. */
  takes: z.array(z.string().min(1).max(60)).max(80).optional(),
});
export type AutomaticDecision = z.infer<typeof AutomaticDecision>;

/** A stage of the item's process: who does it, after what, on what condition and by when. */
export const ProcessStep = z.strictObject({
  key: Key,
  kind: z.enum(stepKinds),
  name: LocalisedText,
  role: z.enum(staffRoles),
  /** Another department than the item's own: it is consulted, or reviews jointly. */
  departmentId: z.uuid().optional(),
  /** The steps it waits for; when absent, the step before it in the list. Empty: it begins with its phase. */
  after: z.array(Key).max(19).optional(),
  /** An expression over answers, situation and profile; where it is not true, the step is left out. */
  when: z.string().trim().min(1).max(2000).optional(),
  /** The step's own limit, counted from the day it began; workdays unless told. */
  limitDays: z.int().min(0).max(365).optional(),
  limitUnit: z.enum(["workday", "calendarDay"]).optional(),
  /** The step's own light: yellow from so many workdays before its due day; a fifth of its limit unless told. */
  yellowDays: z.int().min(1).max(60).optional(),
  /** 审查标准. */
  standard: z.string().max(1000).optional(),
  /** Special procedures of the guide, by name, that this step may need. */
  procedures: z.array(z.string().min(1).max(100)).max(20).optional(),
  automatic: AutomaticDecision.optional(),
  /** Messages of its own, by the code of a published text: one as it begins, one when it is done. */
  tells: z.strictObject({ entered: Key.optional(), completed: Key.optional() }).optional(),
});
export type ProcessStep = z.infer<typeof ProcessStep>;

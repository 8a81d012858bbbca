import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { CorrectionItem, PlainAct, ReasonAct, terminationGrounds } from "../schema";

/** Days of an extension that is asked for: the law's most is ten (行政许可法 42). */
export const AskExtension = ReasonAct.extend({ days: z.int().min(1).max(10) });
export type AskExtension = z.infer<typeof AskExtension>;

/** Ends a case whose applicant is no more, with the provision it stands on. */
export const Terminate = ReasonAct.extend({ ground: z.enum(terminationGrounds), basis: z.string().trim().min(2).max(500) });
export type Terminate = z.infer<typeof Terminate>;

const fieldId = CorrectionItem.shape.fieldId;

/** 容缺受理: every material that was promised for later, and the day it has to come by. */
export const TolerantAccept = PlainAct.extend({ items: z.array(z.strictObject({ fieldId, dueOn: Day })).min(1).max(60) });
export type TolerantAccept = z.infer<typeof TolerantAccept>;

/** What was found of the materials handed in later: in order, or awaited again and why. */
export const CheckSupplement = PlainAct.extend({
  items: z.array(z.discriminatedUnion("inOrder", [
    z.strictObject({ fieldId, inOrder: z.literal(true) }),
    z.strictObject({ fieldId, inOrder: z.literal(false), reason: CorrectionItem.shape.reason }),
  ])).min(1).max(60),
});
export type CheckSupplement = z.infer<typeof CheckSupplement>;

/** Hands a case on to the organ whose item it is. */
export const Transfer = ReasonAct.extend({ serviceItemId: z.uuid("applications.transferTargetMissing") });
export type Transfer = z.infer<typeof Transfer>;

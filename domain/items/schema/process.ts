import { z } from "zod";
import { staffRoles } from "@/domain/core/actor";
import { LocalisedText } from "@/domain/forms/schema";

export const stepKinds = ["accept", "review", "decide", "certificate", "deliver"] as const;
/** A stage of the item's process: who does it and within how many workdays. */
export const ProcessStep = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  kind: z.enum(stepKinds),
  name: LocalisedText,
  role: z.enum(staffRoles),
  limitDays: z.int().min(0).max(365).optional(),
  /** 审查标准. */
  standard: z.string().max(1000).optional(),
});
export type ProcessStep = z.infer<typeof ProcessStep>;

import { z } from "zod";

/** Five levels (GB/T 39735). National interfaces number them in opposite directions: convert at the edge only. */
export const ratingLevels = ["verySatisfied", "satisfied", "basic", "dissatisfied", "veryDissatisfied"] as const;
export const RatingLevel = z.enum(ratingLevels);
export type RatingLevel = z.infer<typeof RatingLevel>;

/** Standard reason codes by level (national 好差评 interface). */
export const reasonCodes = {
  verySatisfied: ["510", "511", "512", "513", "514", "515", "516", "517"],
  satisfied: ["406", "407", "408", "409", "410", "411", "412", "413"],
  basic: ["307", "308", "309", "310", "311", "312", "313", "314"],
  dissatisfied: ["207", "208", "209", "210", "211", "212", "213", "214"],
  veryDissatisfied: ["108", "109", "110", "111", "112", "113", "114", "115"],
} as const satisfies Record<RatingLevel, readonly string[]>;
export const ReasonCode = z.enum(ratingLevels.flatMap((level) => [...reasonCodes[level]]));
export type ReasonCode = z.infer<typeof ReasonCode>;

const isReasonOf = (level: RatingLevel, code: ReasonCode) => new Set<ReasonCode>(reasonCodes[level]).has(code);

export const RateApplication = z
  .strictObject({
    number: z.string().min(21).max(40),
    level: RatingLevel,
    reasons: z.array(ReasonCode).max(8),
    comment: z.string().trim().max(1000).optional(),
    anonymous: z.boolean(),
  })
  .refine(({ level, reasons }) => reasons.every((code) => isReasonOf(level, code)), { path: ["reasons"], error: "ratings.reasonOfOtherLevel" });
export type RateApplication = z.infer<typeof RateApplication>;

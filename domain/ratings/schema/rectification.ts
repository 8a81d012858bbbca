import { z } from "zod";
import { RatingLevel } from "../schema";

export const rectificationStatuses = ["open", "replied", "closed", "excluded"] as const;
export const RectificationStatus = z.enum(rectificationStatuses);
export type RectificationStatus = z.infer<typeof RectificationStatus>;

/** What happens to a rectification, in the order it usually does; `open` is the portal's own. */
export const rectificationActs = [
  "open", "take", "noteContact", "skipContact", "verify", "askExtension", "grantExtension", "declineExtension", "reply", "close", "sendBack", "appeal", "exclude", "letStand",
] as const;
export type RectificationAct = (typeof rectificationActs)[number];
/** The acts of people. */
export type StaffAct = Exclude<RectificationAct, "open">;

/** What verifying found. */
export const findings = ["founded", "partlyFounded", "unfounded"] as const;
export const Finding = z.enum(findings);
export type Finding = z.infer<typeof Finding>;

/** Why a rating does not count: given to harm (恶意), or meant for something else (误评). */
export const exclusionGrounds = ["malicious", "mistaken"] as const;
export const ExclusionGround = z.enum(exclusionGrounds);
export type ExclusionGround = z.infer<typeof ExclusionGround>;

const at = { id: z.uuid(), version: z.int().min(0) };
const Words = z.string().trim().min(2).max(1000);

/** One act with what it needs; `version` is the one the page showed. */
export const Rectify = z.discriminatedUnion("act", [
  z.strictObject({ ...at, act: z.literal("take"), note: z.string().trim().max(1000).optional() }),
  z.strictObject({ ...at, act: z.literal("noteContact"), note: Words }),
  z.strictObject({ ...at, act: z.literal("skipContact"), note: Words }),
  z.strictObject({ ...at, act: z.literal("verify"), finding: Finding, note: Words }),
  z.strictObject({ ...at, act: z.literal("askExtension"), note: Words }),
  z.strictObject({ ...at, act: z.literal("grantExtension") }),
  z.strictObject({ ...at, act: z.literal("declineExtension"), note: Words }),
  z.strictObject({ ...at, act: z.literal("reply"), measures: Words, note: Words }),
  z.strictObject({ ...at, act: z.literal("close") }),
  z.strictObject({ ...at, act: z.literal("sendBack"), note: Words }),
  z.strictObject({ ...at, act: z.literal("appeal"), ground: ExclusionGround, note: Words, evidence: Words }),
  z.strictObject({ ...at, act: z.literal("exclude"), note: Words }),
  z.strictObject({ ...at, act: z.literal("letStand"), note: Words }),
]);
export type Rectify = z.infer<typeof Rectify>;

/** The sealed words of an act. */
export const ActWords = z.strictObject({ note: z.string().optional(), measures: z.string().optional(), evidence: z.string().optional() });
export type ActWords = z.infer<typeof ActWords>;

export const RectificationById = z.strictObject({ id: z.uuid() });
export type RectificationById = z.infer<typeof RectificationById>;

export const ListRectifications = z.strictObject({
  status: RectificationStatus.default("open"),
  level: RatingLevel.optional(),
  departmentId: z.uuid().optional(),
  /** Only those one owns. */
  mine: z.boolean().default(false),
  /** Only those past a deadline. */
  late: z.boolean().default(false),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(20),
});
export type ListRectifications = z.infer<typeof ListRectifications>;

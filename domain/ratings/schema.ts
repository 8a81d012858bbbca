import { z } from "zod";
import { ratingLevels, reasonCodes } from "./schema/levels";

export const RatingLevel = z.enum(ratingLevels);
export type RatingLevel = z.infer<typeof RatingLevel>;

/** Where somebody rated. `systemDefault` is only ever received from other systems, and never counts as rated by a person. */
export const ratingChannels = ["web", "mobile", "qr", "hallTablet", "hallDevice", "phone", "sms", "systemDefault"] as const;
export const RatingChannel = z.enum(ratingChannels);
export type RatingChannel = z.infer<typeof RatingChannel>;

export const ReasonCode = z.enum(ratingLevels.flatMap((level) => [...reasonCodes[level]]));
export type ReasonCode = z.infer<typeof ReasonCode>;

type Judged = { level: RatingLevel; reasons: ReasonCode[] };
const isReasonOf = (level: RatingLevel, code: ReasonCode) => new Set<ReasonCode>(reasonCodes[level]).has(code);
const ownReasons = ({ level, reasons }: Judged) => reasons.every((code) => isReasonOf(level, code));
const otherLevel = { path: ["reasons"], error: "ratings.reasonOfOtherLevel" };

const judged = { level: RatingLevel, reasons: z.array(ReasonCode).max(8), comment: z.string().trim().max(1000).optional() };
/** How to reach somebody who rates without a name, if they like: a phone number, an address, anything. */
const contact = z.string().trim().max(60).optional();
const number = z.string().min(21).max(40);
/** Opaque, from a link, a QR code or a slip. */
const Token = z.string().min(10).max(100);

export const RateApplication = z.strictObject({ number, ...judged, anonymous: z.boolean(), contact }).refine(ownReasons, otherLevel);
export type RateApplication = z.infer<typeof RateApplication>;

/** A visit, rated at the window's device or on one's own phone. */
export const RateVisit = z.strictObject({ token: Token, ...judged, contact }).refine(ownReasons, otherLevel);
export type RateVisit = z.infer<typeof RateVisit>;

/** The one supplementary rating (二次评价) after the organ's answer. */
export const RateAgain = z.strictObject({ number, ...judged }).refine(ownReasons, otherLevel);
export type RateAgain = z.infer<typeof RateAgain>;

export const RateAgainByReceipt = z.strictObject({ receipt: Token, ...judged }).refine(ownReasons, otherLevel);
export type RateAgainByReceipt = z.infer<typeof RateAgainByReceipt>;

export const ByReceipt = z.strictObject({ receipt: Token });
export type ByReceipt = z.infer<typeof ByReceipt>;

export const ByToken = z.strictObject({ token: Token });
export type ByToken = z.infer<typeof ByToken>;

/** What lies in the ballot box, sealed, until it is opened: how somebody rated, and nothing of who. */
export const Ballot = z.strictObject({
  ...judged, contact, channel: RatingChannel, serviceItemId: z.uuid().nullable(), departmentId: z.uuid(), receiptDigest: z.string(),
});
export type Ballot = z.infer<typeof Ballot>;

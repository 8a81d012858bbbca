import { z } from "zod";

/** What may happen to an issued certificate. `expire` and `renew` come of themselves: by the calendar, and by a new case. */
export const lifeActs = ["suspend", "restore", "revoke", "cancel", "reissue", "change", "renew", "expire"] as const;
export type LifeAct = (typeof lifeActs)[number];

/** How a certificate came to be, and what happened to it since. */
export const certificateEventActs = ["issue", "import", ...lifeActs] as const;
export type CertificateEventAct = (typeof certificateEventActs)[number];

/** Acts that take rights away: one person proposes, another decides. */
export const proposedActs = ["suspend", "revoke", "cancel"] as const satisfies readonly LifeAct[];
export type ProposedAct = (typeof proposedActs)[number];

/** Every ground that an act may stand on. */
export const allLifeGrounds = ["penalty", "otherLaw", "organFault", "fraud", "withdrawn", "lapsed", "death", "dissolved", "permitGone", "impossible", "request"] as const;
export type LifeGround = (typeof allLifeGrounds)[number];

/**
 * On what ground, as the holder is told. Suspension: 暂扣 as a penalty (行政处罚法 9), or as another law says. Revocation: faults of
 * the organ or fraud of the applicant (撤销, 行政许可法 69), a change of the law or of its facts (撤回, 8), a penalty (吊销, 行政处罚法
 * 9). Cancellation (注销, 行政许可法 70): not renewed in time, death or incapacity, dissolution, the permit itself is gone, it
 * cannot be carried out any more, or as another law says, such as at the holder's wish.
 */
export const lifeGrounds = {
  suspend: ["penalty", "otherLaw"],
  revoke: ["organFault", "fraud", "withdrawn", "penalty"],
  cancel: ["lapsed", "death", "dissolved", "permitGone", "impossible", "request", "otherLaw"],
} as const satisfies Record<ProposedAct, readonly LifeGround[]>;


/** What became of a proposal; it is overtaken where the certificate went on without a decision. */
export const lifeOutcomes = ["granted", "declined", "withdrawn", "overtaken"] as const;

/** Days before the last day of validity on which the holder is reminded. */
export const reminderDays = [90, 60, 30] as const;

const reason = z.string().trim().min(4).max(500);

/** A change to a certificate as it was at `version` (of its life, not of its face). */
const LifeReference = z.strictObject({ id: z.uuid(), version: z.int().min(0) });

export const ProposeLifeAct = LifeReference.extend({ act: z.enum(proposedActs), ground: z.enum(allLifeGrounds), basis: z.string().trim().min(4).max(200), reason });
export type ProposeLifeAct = z.infer<typeof ProposeLifeAct>;

/** The answer is told to the proposer, and needed where it is no. */
export const DecideLifeAct = LifeReference.extend({ proposalId: z.uuid(), outcome: z.enum(["granted", "declined", "withdrawn"]), answer: z.string().trim().max(500).default("") });
export type DecideLifeAct = z.infer<typeof DecideLifeAct>;

export const ActWithReason = LifeReference.extend({ reason });
export type ActWithReason = z.infer<typeof ActWithReason>;

/** A new version with other words on its face, by the keys of the fields, and other names of its holders, in their order; what is not named stays. */
export const ChangeFace = ActWithReason.extend({ face: z.record(z.string().max(60), z.string().trim().max(2000)), holders: z.array(z.string().trim().max(200)).max(50).default([]) });
export type ChangeFace = z.infer<typeof ChangeFace>;

/** A look-up at the desk: an identifier, a certificate number, an identity number or a credit code; the reason is logged. */
export const FindCertificates = z.strictObject({ code: z.string().trim().min(4).max(120), reason: z.string().trim().min(4).max(200) });
export type FindCertificates = z.infer<typeof FindCertificates>;

/** A covered number on a face, or the certificate's own, to be read in full; the reason is logged. */
export const RevealNumber = z.strictObject({ id: z.uuid(), field: z.string().min(1).max(60), reason });
export type RevealNumber = z.infer<typeof RevealNumber>;

/** A list at the desk, a keyset page, newest first. */
export const ListIssued = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListIssued = z.infer<typeof ListIssued>;

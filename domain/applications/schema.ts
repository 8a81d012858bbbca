import { z } from "zod";
import { Day, Instant } from "@/domain/core/calendar";

/** The legal state of a case. */
export const applicationStatuses = [
  "draft", "submitted", "correction", "accepted", "inReview", "suspended", "approved", "rejected",
  "delivering", "closed", "refused", "lapsed", "withdrawn", "transferred", "terminated", "voided",
] as const;
export const ApplicationStatus = z.enum(applicationStatuses);
export type ApplicationStatus = z.infer<typeof ApplicationStatus>;

/** What the decision was; set once and kept after the case is closed. */
export const outcomes = ["approved", "rejected"] as const;
export type Outcome = (typeof outcomes)[number];

export const stepStatuses = ["pending", "active", "done", "skipped"] as const;
export type StepStatus = (typeof stepStatuses)[number];

export const applicationActions = [
  "submit", "receive", "takeBack", "resubmit", "supplement", "withdraw",
  "accept", "tolerantAccept", "deemAccept", "requestCorrection", "refuse", "transfer", "proposeLapse", "lapse",
  "startReview", "completeStep", "handBack", "askDepartment", "sendBack", "suspend", "announceHearing", "scheduleHearing", "recordHearing", "resume", "checkSupplement", "askExtension", "extend", "declineExtension",
  "approve", "reject", "issueCertificate", "deliver", "close", "terminate", "proposeVoid", "void", "declineVoid",
] as const;
export const ApplicationAction = z.enum(applicationActions);
export type ApplicationAction = z.infer<typeof ApplicationAction>;

/** Statuses in which the organ still owes something. */
export const liveStatuses = ["submitted", "correction", "accepted", "inReview", "suspended", "approved", "rejected", "delivering"] as const satisfies readonly ApplicationStatus[];
/** Statuses in which nothing more is to come. */
export const endedStatuses = ["closed", "refused", "lapsed", "withdrawn", "transferred", "terminated", "voided"] as const satisfies readonly ApplicationStatus[];

const id = z.uuid();
const version = z.int().min(0);
const reason = z.string().trim().min(2).max(2000);
/** A desk act names the version of the case its actor saw; a stale one is refused with what happened meanwhile. */
const Act = { id, version };

export const ApplicationNumber = z.string().min(21).max(40);
/** `situation`: what was chosen before starting, by key; what the item no longer offers is left out. */
export const StartApplication = z.strictObject({ itemCode: z.string().min(31).max(33), situation: z.record(z.string().max(40), z.string().max(60)).optional() });
export type StartApplication = z.infer<typeof StartApplication>;

/** One page of the form as the browser posts it: names to texts; see `domain/forms`. */
export const RawSection = z.record(z.string().max(120), z.union([z.string().max(20_000), z.array(z.string().max(20_000)).max(200)]));
/**
 * `fields`: the questions of the page that were shown; the others stay as they are. Left out, all were. `base`: the page as
 * it was when whoever sends it last agreed with what is stored; without it, what is sent counts alone.
 */
export const SaveSection = z.strictObject({ id, section: z.string().max(60), raw: RawSection, base: RawSection.optional(), fields: z.array(z.string().max(60)).max(100).optional() });
export type SaveSection = z.infer<typeof SaveSection>;

/** `confirms`: since when what a principal was shown has waited for them; what was changed meanwhile they have not seen. */
export const SubmitApplication = z.strictObject({
  id, declared: z.literal(true, "applications.declarationMissing"), confirms: Instant.optional(),
  /** Asks for a person where the item is decided automatically. */
  person: z.boolean().optional(),
  /** Materials the applicant promises in writing to hand in later (容缺受理承诺). */
  later: z.array(z.string().min(1).max(120)).max(60).optional(),
});
export type SubmitApplication = z.infer<typeof SubmitApplication>;
/** What is chosen beside the answers when they are handed over: materials that follow, and whether a person decides. */
export type FilingChoices = { later: readonly string[]; person: boolean };
/** What a principal tells the delegate whose work they send back. */
export const ReturnToDelegate = z.strictObject({ id, word: z.string().trim().min(2).max(500) });
export type ReturnToDelegate = z.infer<typeof ReturnToDelegate>;
export const ById = z.strictObject({ id });
export type ById = z.infer<typeof ById>;
export const ByNumber = z.strictObject({ number: ApplicationNumber });
export type ByNumber = z.infer<typeof ByNumber>;
export const Withdraw = z.strictObject({ id, reason: reason.optional() });
export type Withdraw = z.infer<typeof Withdraw>;

export const PlainAct = z.strictObject(Act);
export type PlainAct = z.infer<typeof PlainAct>;
export const OpinionAct = z.strictObject({ ...Act, opinion: reason });
export type OpinionAct = z.infer<typeof OpinionAct>;
export const ReasonAct = z.strictObject({ ...Act, reason });
export type ReasonAct = z.infer<typeof ReasonAct>;
const stepKey = z.string().min(1).max(40).optional();
/** Finishes one step; without its key the only one that is open to its actor. */
export const CompleteStep = OpinionAct.extend({ step: stepKey });
export type CompleteStep = z.infer<typeof CompleteStep>;
/** Sends the case back to a finished step; without its key to the nearest. */
export const SendBack = ReasonAct.extend({ step: stepKey });
export type SendBack = z.infer<typeof SendBack>;
/** Takes a case, or one step of it. */
export const Claim = z.strictObject({ id, step: stepKey });
export type Claim = z.infer<typeof Claim>;

export const refusalGrounds = ["notRequired", "notCompetent", "correctionNotMade"] as const;
export const Refuse = z.strictObject({ ...Act, ground: z.enum(refusalGrounds), reason, competentOrgan: z.string().trim().max(200).optional() });
export type Refuse = z.infer<typeof Refuse>;

export const terminationGrounds = ["applicantDied", "organisationDissolved"] as const;

export const CorrectionItem = z.strictObject({ fieldId: z.string().min(1).max(120), reason: z.string().trim().min(2).max(500) });
/** A one-off, complete list of what is missing or wrong (行政许可法 32(4)). */
export const RequestCorrection = z.strictObject({ ...Act, items: z.array(CorrectionItem).min(1).max(60), note: z.string().trim().max(2000).optional() });
export type RequestCorrection = z.infer<typeof RequestCorrection>;

export const specialProcedures = ["hearing", "bidding", "auction", "inspection", "testing", "quarantine", "appraisal", "expertReview"] as const;
/** 行政许可法 45: time for these does not count, and the applicant is told in writing how long. */
export const Suspend = z.strictObject({ ...Act, procedure: z.enum(specialProcedures), reason, plannedEndOn: Day });
export type Suspend = z.infer<typeof Suspend>;
export const Deliver = z.strictObject({ ...Act, method: z.enum(["online", "counter", "post"]), trackingNumber: z.string().trim().max(60).optional() });
export type Deliver = z.infer<typeof Deliver>;

/** Shows one masked answer in full; the reason is logged. */
export const RevealField = z.strictObject({ id, fieldId: z.string().min(1).max(120), reason });
export type RevealField = z.infer<typeof RevealField>;
export const RemoveFile = z.strictObject({ id, fileId: z.uuid() });
export type RemoveFile = z.infer<typeof RemoveFile>;

/** The anonymous progress view: number and 6-digit query code. */
export const LookUpProgress = z.strictObject({ number: ApplicationNumber, queryCode: z.string().trim().min(6).max(12) });
export type LookUpProgress = z.infer<typeof LookUpProgress>;

const cursor = { cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) };
export const ListOwn = z.strictObject({ ...cursor, state: z.enum(["drafts", "open", "ended"]).optional() });
export type ListOwn = z.infer<typeof ListOwn>;

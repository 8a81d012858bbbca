import { z } from "zod";
import { noticedActions } from "@/domain/applications/rules";
import type { ProposedAct } from "@/domain/certificates/schema/life";
import { stepMoments } from "@/domain/items/schema/process";

/** Acts that take a certificate away, each told to its holders in writing (行政处罚法 59, 61; 行政许可法 69, 70). */
export const certificateNotices = { suspend: "suspendCertificate", revoke: "revokeCertificate", cancel: "cancelCertificate" } as const satisfies Record<ProposedAct, string>;

/** One kind of notice per act that must be told in writing. */
export const noticeKinds = [...noticedActions, ...Object.values(certificateNotices)] as const;
export const NoticeKind = z.enum(noticeKinds);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** The wording of a notice as issued; kept encrypted, drawn as PDF from this alone. */
export const NoticeBody = z.strictObject({
  title: z.string(),
  titleEn: z.string(),
  recipient: z.string(),
  paragraphs: z.array(z.string()),
  items: z.array(z.string()),
  remedies: z.array(z.string()),
  issuer: z.string(),
  issuedOn: z.iso.date(),
});
export type NoticeBody = z.infer<typeof NoticeBody>;

/** Messages to those who work on cases, and to those who supervise them. */
export const staffTemplates = ["caseDueSoon", "casePastPromised", "casePastStatutory", "caseSignalled", "caseUrged", "urgingAnswered", "urgingAccepted", "overdueReasonAsked", "reportReady"] as const;

/** Messages to people, by template; their parameters are numbers and dates, never personal data. */
export const messageTemplates = [
  "submitted", "takenBack", "resubmitted", "withdrawn", "accepted", "correctionRequested", "refused", "lapsed",
  "suspended", "hearingAnnounced", "hearingScheduled", "deliveryPrepared", "deliverySent", "deliveryReady", "deliveryReturned", "uploadRefused", "resumed", "extended", "approved", "rejected", "certificateIssued", "closed",
  "tolerantlyAccepted", "transferred", "terminated", "voided", "supplemented", "supplementChecked", "supplementDue",
  "draftEnding", "dataRequestAnswered", "enquiryAnswered", "newsWaiting", "ratingInvited", "rectificationReplied",
  "submittedForYou", "confirmationAsked", "returnedToDelegate", "delegationAccepted", "delegationRecorded", "delegationRevoked", "delegationLaidDown",
  "agencyOffered", "agencyAccepted", "agencyDeclined", "agencyRevoked", "agencyLaidDown", "representativeReplaced",
  "certificateUsedByDuty", "certificateSuspended", "certificateRestored", "certificateRevoked", "certificateCancelled", "certificateReissued", "certificateChanged", "certificateExpired", "certificateEnding",
  "levelRaised", "recoveryAsked", "recovered", "passkeyAdded", "passkeyRemoved", "passwordChanged", "passwordRecovered", "phoneChanged", "authenticatorAdded", "authenticatorRemoved", "emailChanged", "emailRemoved",
  ...staffTemplates,
] as const;
export type MessageTemplate = (typeof messageTemplates)[number];

/** What a message was written by: a template of the code, or the text that a step of its process names (`params.text`). */
export const writtenTemplates = [...messageTemplates, "stepTold"] as const;
export type WrittenTemplate = (typeof writtenTemplates)[number];

/** What a step that asks for a message tells as it begins or is done. */
export const TellOfStep = z.strictObject({ applicationId: z.uuid(), step: z.string().min(1).max(40), moment: z.enum(stepMoments), text: z.string().min(1).max(40) });
export type TellOfStep = z.infer<typeof TellOfStep>;

/** A message about somebody's own account; written once per `dedupeKey`. */
export const TellPerson = z.strictObject({
  accountId: z.uuid(), template: z.enum(messageTemplates), params: z.record(z.string(), z.string()), dedupeKey: z.string().min(1).max(200),
});
export type TellPerson = z.infer<typeof TellPerson>;

export const NoticeById = z.strictObject({ id: z.uuid() });
export type NoticeById = z.infer<typeof NoticeById>;

export const ListMessages = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListMessages = z.infer<typeof ListMessages>;

export const MarkRead = z.strictObject({ ids: z.array(z.uuid()).min(1).max(100) });
export type MarkRead = z.infer<typeof MarkRead>;

/** The SHA-256 of a notice's file. */
export const VerifyNotice = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export type VerifyNotice = z.infer<typeof VerifyNotice>;

/** Hands a notice over at a counter: who signed for it. */
export const ServeNotice = z.strictObject({ id: z.uuid(), receivedBy: z.string().trim().min(2).max(100) });
export type ServeNotice = z.infer<typeof ServeNotice>;

import { noticedActions, type NoticedAction } from "@/domain/applications/rules";
import type { ApplicationAction } from "@/domain/applications/schema";
import type { Day } from "@/domain/core/calendar";
import { dayInWords } from "@/domain/core/words";
import { fillText } from "./rules/fill";
import { firstNotices } from "./rules/first-notices";
import { messageInWords, noticeValues, type NoticeFacts } from "./rules/values";
import { staffTemplates, type MessageTemplate, type NoticeBody, type NoticeKind, type WrittenTemplate } from "./schema";
import type { LetterKind, MessageText, NoticeText } from "./schema/texts";

/** The word of a notice's number, such as 受字〔2026〕第000123号; kinds that share one share its sequence. */
const numberWords: Record<NoticeKind, string> = {
  accept: "受", deemAccept: "受", requestCorrection: "补", refuse: "不受", lapse: "终", suspend: "特", announceHearing: "听", scheduleHearing: "听", resume: "复", extend: "延", approve: "准", reject: "不准",
  tolerantAccept: "容受", transfer: "移", terminate: "终", void: "废",
  suspendCertificate: "扣", revokeCertificate: "撤", cancelCertificate: "销",
};

type NumberParts = { kind: NoticeKind; divisionCode: string; issuedOn: Day };

/** The sequence a notice's number comes from: per division, year and word. */
export const noticeSequence = ({ kind, divisionCode, issuedOn }: NumberParts) => `notices/${divisionCode}/${issuedOn.slice(0, 4)}/${numberWords[kind]}`;

/** 310101受字〔2026〕第000123号 */
export const noticeNumber = ({ kind, divisionCode, issuedOn }: NumberParts, sequence: number) =>
  `${divisionCode}${numberWords[kind]}字〔${issuedOn.slice(0, 4)}〕第${String(sequence).padStart(6, "0")}号`;

export function isNoticed(action: ApplicationAction): action is NoticedAction {
  return (noticedActions as readonly string[]).includes(action);
}

/** The wording of a notice (行政许可法 32, 38, 42, 45, 69; 行政复议法 20, 22; 行政诉讼法 46) by a version of its text: pure, and kept as issued. */
export function noticeBody(kind: NoticeKind, facts: NoticeFacts, text: NoticeText = firstNotices[kind]): NoticeBody {
  const values = noticeValues(kind, facts);
  const filled = (lines: readonly string[]) => lines.map((line) => fillText(line, values)).filter((line) => line !== "");
  return {
    title: fillText(text.title, values), titleEn: fillText(text.titleEn, values), recipient: facts.recipient, issuer: facts.issuer, issuedOn: facts.issuedOn,
    paragraphs: filled(text.paragraphs), items: itemsOf(kind, facts), remedies: filled(text.remedies),
  };
}

function itemsOf(kind: NoticeKind, { correction, tolerated }: NoticeFacts): string[] {
  if (kind === "tolerantAccept") return tolerated.map(({ name, dueOn }) => `${name}（${dayInWords(dueOn)}前）`);
  return kind === "requestCorrection" ? (correction?.items ?? []).map(({ label, reason }) => `${label}：${reason}`) : [];
}

/** Which message an act sends to the applicant, beside its notice; nothing for acts that concern the desk alone. */
const templates: Partial<Record<ApplicationAction, MessageTemplate>> = {
  submit: "submitted", takeBack: "takenBack", resubmit: "resubmitted", withdraw: "withdrawn",
  accept: "accepted", deemAccept: "accepted", requestCorrection: "correctionRequested", refuse: "refused", lapse: "lapsed",
  suspend: "suspended", announceHearing: "hearingAnnounced", scheduleHearing: "hearingScheduled", resume: "resumed", extend: "extended", approve: "approved", reject: "rejected",
  tolerantAccept: "tolerantlyAccepted", supplement: "supplemented", checkSupplement: "supplementChecked", transfer: "transferred", terminate: "terminated", void: "voided",
  issueCertificate: "certificateIssued", deliver: "closed", close: "closed",
};

/** The template for an act; what a delegate files for a person is told to that person as such. */
export function messageTemplate(action: ApplicationAction, byDelegate = false): MessageTemplate | undefined {
  return byDelegate && (action === "submit" || action === "resubmit") ? "submittedForYou" : templates[action];
}

type DelegationAct = "accepted" | "recorded" | "revoked" | "laidDown" | "declined";

/** What the parties of a delegation are told, by what happened to it; those of an organisation's agency in its own words. */
export const delegationTemplates = {
  accepted: "delegationAccepted", recorded: "delegationRecorded", revoked: "delegationRevoked", laidDown: "delegationLaidDown", declined: "delegationLaidDown",
} as const satisfies Record<DelegationAct, MessageTemplate>;

export const agencyTemplates = {
  accepted: "agencyAccepted", recorded: "agencyAccepted", revoked: "agencyRevoked", laidDown: "agencyLaidDown", declined: "agencyDeclined",
} as const satisfies Record<DelegationAct, MessageTemplate>;

const aboutSecurity: readonly WrittenTemplate[] = ["levelRaised", "recoveryAsked", "recovered", "passkeyAdded", "passkeyRemoved", "passwordChanged", "passwordRecovered", "phoneChanged", "authenticatorAdded", "authenticatorRemoved", "emailChanged", "emailRemoved"];

const isForStaff = (template: WrittenTemplate): boolean => staffTemplates.some((one) => one === template);

/** Where a message is read. */
export const inboxOf = (template: WrittenTemplate): string => (isForStaff(template) ? "/desk/supervision/inbox" : "/me/messages");

/** Which letter goes with a message: one about the security of an account says so, one about a case names its number. */
export function letterKind({ template, params }: { template: WrittenTemplate; params: Record<string, string> }): LetterKind {
  if (aboutSecurity.includes(template)) return "security";
  if (isForStaff(template)) return "other";
  return params["number"] ? "case" : "other";
}

/**
 * The letter about a message. Mail is kept by others and read over shoulders: it says that there is a message, the number
 * of the case at most, and where to read it; never what was decided, for whom, or who they are.
 */
export function messageLetter(params: Record<string, string>, text: MessageText, where: string): { subject: string; text: string } {
  const { zh, en } = messageInWords(text, params);
  return {
    subject: "通办：您有一条新消息 · Tongban: a new message",
    text: [`${zh}\n${where}`, `${en}\n${where}`, "我们不会在邮件里索要密码或验证码。 We never ask for a password or a code by mail."].join("\n\n"),
  };
}

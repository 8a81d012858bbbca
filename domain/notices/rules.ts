import type { NoticedAction } from "@/domain/applications/rules";
import type { ApplicationAction, refusalGrounds, specialProcedures } from "@/domain/applications/schema";
import type { Day, Limit } from "@/domain/core/calendar";
import { dayInWords } from "@/domain/core/words";
import { noticeKinds, type MessageTemplate, type NoticeBody, type NoticeKind } from "./schema";

type Procedure = (typeof specialProcedures)[number];
type Ground = (typeof refusalGrounds)[number];

/** All that the wording of any notice may need; what does not belong to its kind is null. */
export type NoticeFacts = {
  /** The application number as shown. */
  number: string;
  itemName: string;
  /** GB/T 39046 A.1; the Licensing Law is cited for 01 only. */
  itemType: string;
  recipient: string;
  forOrganisation: boolean;
  issuer: string;
  issuedOn: Day;
  receivedOn: Day;
  reason: string | null;
  promisedDueOn: Day | null;
  statutoryDueOn: Day | null;
  correction: { items: readonly { label: string; reason: string }[]; note: string | null; dueOn: Day } | null;
  ground: Ground | null;
  competentOrgan: string | null;
  procedure: Procedure | null;
  startOn: Day | null;
  endOn: Day | null;
  extension: { days: number; unit: Limit["unit"] } | null;
  deliveryDueOn: Day | null;
  issuesCertificate: boolean;
  /** Where a review can be filed online (行政复议法 22). */
  reviewUrl: string;
};

/** The word of a notice's number, such as 受字〔2026〕第000123号; kinds that share one share its sequence. */
const numberWords: Record<NoticeKind, string> = {
  accept: "受", deemAccept: "受", requestCorrection: "补", refuse: "不受", lapse: "终", suspend: "特", resume: "复", extend: "延", approve: "准", reject: "不准",
};

type NumberParts = { kind: NoticeKind; divisionCode: string; issuedOn: Day };

/** The sequence a notice's number comes from: per division, year and word. */
export const noticeSequence = ({ kind, divisionCode, issuedOn }: NumberParts) => `notices/${divisionCode}/${issuedOn.slice(0, 4)}/${numberWords[kind]}`;

/** 310101受字〔2026〕第000123号 */
export const noticeNumber = ({ kind, divisionCode, issuedOn }: NumberParts, sequence: number) =>
  `${divisionCode}${numberWords[kind]}字〔${issuedOn.slice(0, 4)}〕第${String(sequence).padStart(6, "0")}号`;

export function isNoticed(action: ApplicationAction): action is NoticedAction {
  return (noticeKinds as readonly string[]).includes(action);
}

type Wording = Pick<NoticeBody, "title" | "titleEn" | "paragraphs"> & Partial<Pick<NoticeBody, "items" | "remedies">>;

/** The wording of a notice (行政许可法 32, 38, 42, 45; 行政复议法 20, 22; 行政诉讼法 46): pure, and kept as issued. */
export function noticeBody(kind: NoticeKind, facts: NoticeFacts): NoticeBody {
  const { recipient, issuer, issuedOn } = facts;
  return { recipient, issuer, issuedOn, items: [], remedies: [], ...writers[kind](facts) };
}

const writers: Record<NoticeKind, (facts: NoticeFacts) => Wording> = {
  accept: (facts) => ({
    title: "受理通知书", titleEn: "Notice of acceptance",
    paragraphs: [
      `${opening(facts)}申请材料齐全、符合法定形式。${law(facts, "第三十二条第一款第（五）项")}决定予以受理。`,
      ...decisionDates(facts),
    ],
  }),
  deemAccept: (facts) => ({
    title: "受理通知书", titleEn: "Notice of acceptance by silence",
    paragraphs: [
      `${application(facts)}本机关自收到申请材料之日起五个工作日内，未告知需要补正的内容。${law(facts, "第三十二条第一款第（四）项")}本申请自收到申请材料之日即${dayInWords(facts.receivedOn)}起视为受理。`,
      ...decisionDates(facts),
    ],
  }),
  requestCorrection: (facts) => ({
    title: "补正材料通知书", titleEn: "Notice of correction",
    paragraphs: [
      `${opening(facts)}申请材料不齐全或者不符合法定形式。${law(facts, "第三十二条第一款第（四）项")}现一次性告知需要补正的全部内容。`,
      `请于${day(facts.correction?.dueOn)}前补正并重新提交。逾期未补正的，本机关可以办结本次申请；${you(facts)}此后可以重新申请，已填写的内容可以继续使用。`,
      ...(facts.correction?.note ? [`说明：${facts.correction.note}`] : []),
      "需要补正的内容如下：",
    ],
    items: (facts.correction?.items ?? []).map(({ label, reason }) => `${label}：${reason}`),
  }),
  refuse: (facts) => ({
    title: "不予受理决定书", titleEn: "Decision not to accept",
    paragraphs: [`${opening(facts)}${refusal(facts)}`, ...because(facts)],
    remedies: remedies(facts),
  }),
  lapse: (facts) => ({
    title: "终止办理通知书", titleEn: "Notice of lapse",
    paragraphs: [`${application(facts)}本机关已一次性告知需要补正的全部内容。因在规定期限内未收到补正材料，本次申请终止办理。${you(facts)}可以重新申请，已填写的内容可以继续使用。`, ...because(facts)],
    remedies: remedies(facts),
  }),
  suspend: (facts) => ({
    title: "特别程序告知书", titleEn: "Notice of special procedure",
    paragraphs: [
      `${application(facts)}办理过程中依法需要进行${facts.procedure ? procedureNames[facts.procedure] : "特别程序"}。${law(facts, "第四十五条")}所需时间自${day(facts.startOn)}起至${day(facts.endOn)}止，不计入办理期限。`,
      ...because(facts, "事由"),
    ],
  }),
  resume: (facts) => ({
    title: "恢复办理通知书", titleEn: "Notice of resumption",
    paragraphs: [`${application(facts)}所需的特别程序已于${day(facts.endOn ?? facts.issuedOn)}结束，本申请恢复办理。`, ...decisionDates(facts)],
  }),
  extend: (facts) => ({
    title: "延长办理期限通知书", titleEn: "Notice of extension",
    paragraphs: [
      `${application(facts)}在承诺期限内不能作出决定。${law(facts, "第四十二条")}经批准，办理期限延长${extensionOf(facts)}。`,
      ...because(facts), ...decisionDates(facts),
    ],
  }),
  approve: (facts) => ({
    title: `准予${power(facts)}决定书`, titleEn: "Decision of approval",
    paragraphs: [`${opening(facts)}符合法定条件、标准。${law(facts, "第三十八条第一款")}决定准予${power(facts)}。`, ...handOver(facts)],
  }),
  reject: (facts) => ({
    title: `不予${power(facts)}决定书`, titleEn: "Decision of rejection",
    paragraphs: [`${opening(facts)}不符合法定条件、标准。${law(facts, "第三十八条第二款")}决定不予${power(facts)}。`, ...because(facts)],
    remedies: remedies(facts),
  }),
};

const procedureNames: Record<Procedure, string> = {
  hearing: "听证", bidding: "招标", auction: "拍卖", inspection: "检验", testing: "检测", quarantine: "检疫", appraisal: "鉴定", expertReview: "专家评审",
};

const day = (on: Day | null | undefined) => (on ? dayInWords(on) : "");
const you = ({ forOrganisation }: NoticeFacts) => (forOrganisation ? "贵单位" : "您");
const power = ({ itemType }: NoticeFacts) => (itemType === "01" ? "行政许可" : "办理");
const law = ({ itemType }: NoticeFacts, article: string) => (itemType === "01" ? `根据《中华人民共和国行政许可法》${article}的规定，` : "");
const application = (facts: NoticeFacts) => `${you(facts)}于${dayInWords(facts.receivedOn)}提出的“${facts.itemName}”申请（申请编号：${facts.number}），`;
const opening = (facts: NoticeFacts) => `${application(facts)}本机关已收悉。经审查，`;
const because = ({ reason }: NoticeFacts, word = "理由") => (reason ? [`${word}：${reason}`] : []);

function decisionDates({ promisedDueOn, statutoryDueOn }: NoticeFacts): string[] {
  if (!promisedDueOn) return [];
  const statutory = statutoryDueOn && statutoryDueOn !== promisedDueOn ? `（法定期限至${dayInWords(statutoryDueOn)}）` : "";
  return [`本机关承诺于${dayInWords(promisedDueOn)}前作出决定${statutory}。依法需要听证、检验、检测、检疫、鉴定、专家评审等的，所需时间不计入上述期限，并将书面告知。`];
}

function refusal(facts: NoticeFacts): string {
  if (facts.ground === "notRequired") return `所申请的事项依法不需要${facts.itemType === "01" ? "取得行政许可" : "办理"}。${law(facts, "第三十二条第一款第（一）项")}决定不予受理。`;
  if (facts.ground === "notCompetent") return `所申请的事项依法不属于本机关职权范围。${law(facts, "第三十二条第一款第（二）项")}决定不予受理。请向${facts.competentOrgan ?? "有关行政机关"}提出申请。`;
  return "申请材料经告知补正后，仍不齐全或者不符合法定形式。决定不予受理。";
}

const dayWords: Record<Limit["unit"], string> = { workday: "个工作日", calendarDay: "日（自然日）" };
const extensionOf = ({ extension }: NoticeFacts) => (extension ? `${extension.days}${dayWords[extension.unit]}` : "");

function handOver(facts: NoticeFacts): string[] {
  const by = facts.deliveryDueOn ? `于${dayInWords(facts.deliveryDueOn)}前` : "依法";
  return facts.issuesCertificate ? [`本机关将${by}颁发、送达电子证照，${you(facts)}可以在“我的证照”中查看和下载。`] : [];
}

const remedies = (facts: NoticeFacts) => [
  `${you(facts)}如不服本决定，可以自收到本决定之日起六十日内依法申请行政复议，也可以自收到本决定之日起六个月内依法向人民法院提起行政诉讼。`,
  `在线申请行政复议：${facts.reviewUrl}`,
];

/** Which message an act sends to the applicant, beside its notice; nothing for acts that concern the desk alone. */
const templates: Partial<Record<ApplicationAction, MessageTemplate>> = {
  submit: "submitted", resubmit: "resubmitted", withdraw: "withdrawn",
  accept: "accepted", deemAccept: "accepted", requestCorrection: "correctionRequested", refuse: "refused", lapse: "lapsed",
  suspend: "suspended", resume: "resumed", extend: "extended", approve: "approved", reject: "rejected",
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

const aboutSecurity: readonly MessageTemplate[] = ["levelRaised", "recoveryAsked", "recovered", "passkeyAdded", "passkeyRemoved", "passwordChanged", "passwordRecovered", "phoneChanged", "authenticatorAdded", "authenticatorRemoved", "emailChanged", "emailRemoved"];

/**
 * The letter about a message. Mail is kept by others and read over shoulders: it says that there is a message, the number
 * of the case at most, and where to read it; never what was decided, for whom, or who they are.
 */
export function messageLetter({ template, params }: { template: MessageTemplate; params: Record<string, string> }, publicUrl: string): { subject: string; text: string } {
  const where = `${publicUrl}/me/messages`;
  const { zh, en } = sentences(template, params["number"]);
  return {
    subject: "通办：您有一条新消息 · Tongban: a new message",
    text: [`${zh}\n${where}`, `${en}\n${where}`, "我们不会在邮件里索要密码或验证码。 We never ask for a password or a code by mail."].join("\n\n"),
  };
}

function sentences(template: MessageTemplate, number: string | undefined): { zh: string; en: string } {
  if (aboutSecurity.includes(template)) {
    return { zh: "您的账户安全有变动。请登录查看；不是您本人操作的，请立即拨打 12345。", en: "Something about the security of your account has changed. Sign in to see what; if this was not you, call 12345 at once." };
  }
  if (number) return { zh: `您的申请 ${number} 有新进展，请登录查看。`, en: `There is news of your application ${number}. Sign in to read it.` };
  return { zh: "您有一条新消息，请登录查看。", en: "There is a new message for you. Sign in to read it." };
}

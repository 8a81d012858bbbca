import type { refusalGrounds, specialProcedures, terminationGrounds } from "@/domain/applications/schema";
import type { LifeGround, ProposedAct } from "@/domain/certificates/schema/life";
import type { Day, Limit } from "@/domain/core/calendar";
import { dayInWords } from "@/domain/core/words";
import type { NoticeKind } from "../schema";
import type { MessageText } from "../schema/texts";
import { fillText } from "./fill";

type Procedure = (typeof specialProcedures)[number];
type Ground = (typeof refusalGrounds)[number];
type Termination = (typeof terminationGrounds)[number];

type Hearing = { askUntil: Day | null; heldOn: Day | null; startsAt: string | null; place: string | null; onlineUrl: string | null; chair: string | null; isPublic: boolean | null };

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
  /** The number a transferred case has there. */
  newNumber: string | null;
  /** Materials promised for later, and until when. */
  tolerated: readonly { name: string; dueOn: Day }[];
  termination: Termination | null;
  /** The provision that an end of the case stands on. */
  basis: string | null;
  /** The identifier of a certificate that is revoked with its case. */
  certificate: string | null;
  /** A hearing: until when it can be asked for, or when, where and by whom it is held. */
  hearing: Hearing | null;
  procedure: Procedure | null;
  startOn: Day | null;
  endOn: Day | null;
  extension: { days: number; unit: Limit["unit"] } | null;
  deliveryDueOn: Day | null;
  issuesCertificate: boolean;
  /** Where a review can be filed online (行政复议法 22). */
  reviewUrl: string;
  /** A certificate that is taken away by an act of its own, and in which way the law calls it. */
  taking?: { word: string; name: string; number: string; identifier: string };
};

/** What the law calls it, by the ground that it stands on: 撤销 and 撤回 (行政许可法 69, 8), 吊销 and 暂扣 (行政处罚法 9), 注销 (行政许可法 70). */
export function takingWord(act: ProposedAct, ground: LifeGround | null): string {
  if (act === "revoke") return ground === "penalty" ? "吊销" : ground === "withdrawn" ? "撤回" : "撤销";
  return act === "suspend" ? "暂扣" : "注销";
}

const procedureNames: Record<Procedure, string> = {
  hearing: "听证", bidding: "招标", auction: "拍卖", inspection: "检验", testing: "检测", quarantine: "检疫", appraisal: "鉴定", expertReview: "专家评审",
};
const dayWords: Record<Limit["unit"], string> = { workday: "个工作日", calendarDay: "日（自然日）" };

/** The article of the Licensing Law that each notice stands on; cited for licences alone. */
const articles: Partial<Record<NoticeKind, string>> = {
  accept: "第三十二条第一款第（五）项", deemAccept: "第三十二条第一款第（四）项", requestCorrection: "第三十二条第一款第（四）项",
  transfer: "第三十二条第一款第（二）项", void: "第六十九条",
  announceHearing: "第四十七条", scheduleHearing: "第四十八条",
  suspend: "第四十五条", extend: "第四十二条", approve: "第三十八条第一款", reject: "第三十八条第二款",
};

/** What each placeholder of a notice stands for; empty where there is nothing to say. The terms of remedies are law and no administrator's. */
export function noticeValues(kind: NoticeKind, facts: NoticeFacts) {
  const { promisedDueOn, statutoryDueOn, correction } = facts;
  return {
    ...whose(facts), ...hearing(facts),
    number: facts.number, itemName: facts.itemName, recipient: facts.recipient, issuer: facts.issuer,
    law: law(facts, articles[kind]),
    receivedOn: day(facts.receivedOn), issuedOn: day(facts.issuedOn), reason: facts.reason ?? "",
    promisedDueOn: day(promisedDueOn), statutoryDueOn: statutoryDueOn === promisedDueOn ? "" : day(statutoryDueOn),
    correctionDueOn: day(correction?.dueOn), note: correction?.note ?? "", refusal: refusal(facts),
    ...ending(facts), ...taking(facts), supplementDueOn: day(facts.tolerated.map(({ dueOn }) => dueOn).toSorted().at(-1)),
    startOn: day(facts.startOn), endOn: day(facts.endOn ?? (kind === "resume" ? facts.issuedOn : null)),
    deliveryBy: deliveryBy(facts),
    reviewTerm: "六十日", litigationTerm: "六个月", reviewUrl: facts.reviewUrl,
  };
}

const nothingTaken = { word: "", name: "", number: "", identifier: "" };

function taking({ taking: { word, name, number, identifier } = nothingTaken }: NoticeFacts) {
  return { taken: word, certificateName: name, certificateNumber: number, identifier };
}

const whose = ({ forOrganisation, itemType, procedure, extension }: NoticeFacts) => ({
  you: forOrganisation ? "贵单位" : "您", power: itemType === "01" ? "行政许可" : "办理",
  procedure: procedure ? procedureNames[procedure] : "特别程序",
  extension: extension ? `${extension.days}${dayWords[extension.unit]}` : "",
});

const terminations: Record<Termination, string> = { applicantDied: "申请人死亡", organisationDissolved: "申请单位依法终止" };

const ending = ({ competentOrgan, newNumber, termination, basis, certificate }: NoticeFacts) => ({
  organ: competentOrgan ?? "有关行政机关", newNumber: newNumber ?? "", termination: termination ? terminations[termination] : "依法应当终止办理的情形", basis: basis ?? "", certificate: certificate ?? "",
});

const nothingTold = { askUntil: "", heldOn: "", startsAt: "", place: "", onlineUrl: "", chair: "", publicity: "" };

function hearing({ hearing: told }: NoticeFacts) {
  if (!told) return nothingTold;
  const { startsAt, place, onlineUrl, chair, isPublic } = told;
  const publicity = isPublic === null ? "" : isPublic ? "公开" : "不公开";
  return { askUntil: day(told.askUntil), heldOn: day(told.heldOn), startsAt: startsAt ?? "", place: place ?? "", onlineUrl: onlineUrl ?? "", chair: chair ?? "", publicity };
}

const day = (on: Day | null | undefined) => (on ? dayInWords(on) : "");
const law = ({ itemType }: NoticeFacts, article: string | undefined) => (itemType === "01" && article ? `根据《中华人民共和国行政许可法》${article}的规定，` : "");

function refusal(facts: NoticeFacts): string {
  if (facts.ground === "notRequired") return `所申请的事项依法不需要${facts.itemType === "01" ? "取得行政许可" : "办理"}。${law(facts, "第三十二条第一款第（一）项")}决定不予受理。`;
  if (facts.ground === "notCompetent") return `所申请的事项依法不属于本机关职权范围。${law(facts, "第三十二条第一款第（二）项")}决定不予受理。请向${facts.competentOrgan ?? "有关行政机关"}提出申请。`;
  return "申请材料经告知补正后，仍不齐全或者不符合法定形式。决定不予受理。";
}

function deliveryBy({ issuesCertificate, deliveryDueOn }: NoticeFacts): string {
  if (!issuesCertificate) return "";
  return deliveryDueOn ? `于${dayInWords(deliveryDueOn)}前` : "依法";
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function dayInEnglish(on: Day): string {
  const [year, month, date] = on.split("-").map(Number);
  return date ? `${date} ${months[(month ?? 1) - 1]} ${year}` : "";
}

/** A message or letter in both languages, from its parameters: a number, a level, a day. */
export function messageInWords(text: MessageText, { dueOn = "", ...params }: Record<string, string>): MessageText {
  return { zh: fillText(text.zh, { ...params, dueOn: day(dueOn) }), en: fillText(text.en, { ...params, dueOn: dayInEnglish(dueOn) }) };
}

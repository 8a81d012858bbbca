import type { NoticeKind } from "../schema";
import type { NoticeText } from "../schema/texts";

const filed = "{you}于{receivedOn}提出的“{itemName}”申请（申请编号：{number}），";
const examined = `${filed}本机关已收悉。经审查，`;
const decisionDates = "[本机关承诺于{promisedDueOn}前作出决定[（法定期限至{statutoryDueOn}）]。依法需要听证、检验、检测、检疫、鉴定、专家评审等的，所需时间不计入上述期限，并将书面告知。]";
const held = "{you}持有的“{certificateName}”（证照编号：{certificateNumber}；电子证照标识：{identifier}），经本机关核查、批准，";
const because = "[理由：{reason}]";
const remedies = [
  "{you}如不服本决定，可以自收到本决定之日起{reviewTerm}内依法申请行政复议，也可以自收到本决定之日起{litigationTerm}内依法向人民法院提起行政诉讼。",
  "在线申请行政复议：{reviewUrl}",
];

/** The first version of each notice. It never changes: notices name the version that they were made from. */
export const firstNotices: Record<NoticeKind, NoticeText> = {
  accept: { title: "受理通知书", titleEn: "Notice of acceptance", paragraphs: [`${examined}申请材料齐全、符合法定形式。{law}决定予以受理。`, decisionDates], remedies: [] },
  deemAccept: {
    title: "受理通知书", titleEn: "Notice of acceptance by silence", remedies: [],
    paragraphs: [`${filed}本机关自收到申请材料之日起五个工作日内，未告知需要补正的内容。{law}本申请自收到申请材料之日即{receivedOn}起视为受理。`, decisionDates],
  },
  requestCorrection: {
    title: "补正材料通知书", titleEn: "Notice of correction", remedies: [],
    paragraphs: [
      `${examined}申请材料不齐全或者不符合法定形式。{law}现一次性告知需要补正的全部内容。`,
      "请于{correctionDueOn}前补正并重新提交。逾期未补正的，本机关可以办结本次申请；{you}此后可以重新申请，已填写的内容可以继续使用。",
      "[说明：{note}]", "需要补正的内容如下：",
    ],
  },
  refuse: { title: "不予受理决定书", titleEn: "Decision not to accept", paragraphs: [`${examined}{refusal}`, because], remedies },
  lapse: {
    title: "终止办理通知书", titleEn: "Notice of lapse", remedies,
    paragraphs: [`${filed}本机关已一次性告知需要补正的全部内容。因在规定期限内未收到补正材料，本次申请终止办理。{you}可以重新申请，已填写的内容可以继续使用。`, because],
  },
  suspend: {
    title: "特别程序告知书", titleEn: "Notice of special procedure", remedies: [],
    paragraphs: [`${filed}办理过程中依法需要进行{procedure}。{law}所需时间自{startOn}起至{endOn}止，不计入办理期限。`, "[事由：{reason}]"],
  },
  announceHearing: {
    title: "听证告知书", titleEn: "Notice of the right to a hearing", remedies: [],
    paragraphs: [`${filed}本机关审查认为，本申请涉及{you}与他人之间重大利益关系，或者依法应当告知听证权利。{law}{you}有权要求听证。`, "[事由：{reason}]", "要求听证的，请于{askUntil}前提出；逾期未提出的，视为放弃听证权利。{you}不承担组织听证的费用。"],
  },
  scheduleHearing: {
    title: "听证通知书", titleEn: "Notice of hearing", remedies: [],
    paragraphs: [
      `${filed}{law}本机关定于{heldOn}{startsAt}举行听证，地点：{place}。`, "[线上参加：{onlineUrl}]", "听证{publicity}举行，听证主持人：{chair}。{you}认为主持人与本申请有直接利害关系的，有权申请回避。",
      "{you}可以亲自参加，也可以委托一至二人代理；有正当理由不能按时参加的，可以在听证前申请延期。听证应当制作笔录，本机关根据听证笔录作出决定。",
    ],
  },
  resume: { title: "恢复办理通知书", titleEn: "Notice of resumption", paragraphs: [`${filed}所需的特别程序已于{endOn}结束，本申请恢复办理。`, decisionDates], remedies: [] },
  extend: {
    title: "延长办理期限通知书", titleEn: "Notice of extension", remedies: [],
    paragraphs: [`${filed}在承诺期限内不能作出决定。{law}经批准，办理期限延长{extension}。`, because, decisionDates],
  },
  approve: {
    title: "准予{power}决定书", titleEn: "Decision of approval", remedies: [],
    paragraphs: [`${examined}符合法定条件、标准。{law}决定准予{power}。`, "[本机关将{deliveryBy}颁发、送达电子证照，{you}可以在“我的证照”中查看和下载。]"],
  },
  tolerantAccept: {
    title: "容缺受理通知书", titleEn: "Notice of acceptance with materials to follow", remedies: [],
    paragraphs: [
      `${examined}主要材料齐全、符合法定形式；下列材料{you}已书面承诺于{supplementDueOn}前补交。本机关决定容缺受理。`, decisionDates,
      "材料补齐并符合要求之前，本机关不作出准予{power}的决定；逾期未补交，或者补交的材料不符合要求的，本机关可以依法作出不予{power}的决定。", "需要补交的材料如下：",
    ],
  },
  transfer: {
    title: "移送通知书", titleEn: "Notice of transfer", remedies,
    paragraphs: [`${examined}所申请的事项依法不属于本机关职权范围。{law}本机关已于{issuedOn}将申请材料移送{organ}，由其依法办理，期限自该日重新计算[，新的申请编号为{newNumber}]。本申请在本机关的办理结束。`, because],
  },
  terminate: { title: "终止办理决定书", titleEn: "Decision of termination", paragraphs: [`${filed}因{termination}，本机关决定终止办理。`, because, "[依据：{basis}]"], remedies },
  void: {
    title: "作废决定书", titleEn: "Decision of voiding", remedies,
    paragraphs: [`${filed}本机关对该申请作出的办理结果，{law}经核查、批准，予以撤销，办件作废[；电子证照（标识：{certificate}）同时吊销，不再有效]。`, because],
  },
  suspendCertificate: {
    title: "电子证照{taken}决定书", titleEn: "Decision to suspend a certificate", remedies,
    paragraphs: [`${held}决定自{issuedOn}起予以{taken}。{taken}期间，该证照不得使用；恢复时另行告知。`, because, "[依据：{basis}]"],
  },
  revokeCertificate: {
    title: "电子证照{taken}决定书", titleEn: "Decision to revoke a certificate", remedies,
    paragraphs: [`${held}决定自{issuedOn}起予以{taken}，该证照不再有效。`, because, "[依据：{basis}]"],
  },
  cancelCertificate: {
    title: "电子证照{taken}决定书", titleEn: "Decision to cancel a certificate", remedies,
    paragraphs: [`${held}决定自{issuedOn}起办理{taken}，该证照不再有效。`, because, "[依据：{basis}]"],
  },
  reject: { title: "不予{power}决定书", titleEn: "Decision of rejection", paragraphs: [`${examined}不符合法定条件、标准。{law}决定不予{power}。`, because], remedies },
};

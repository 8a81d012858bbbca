import type { RevisionContent } from "@/domain/items/schema";
import type { Finding } from "./lint-finding";

type Rule = (content: RevisionContent) => Finding[];

const warn = (holds: boolean | undefined, field: string, code: string): Finding[] => (holds ? [{ field, code: `items.${code}`, severity: "warning" }] : []);
const refuse = (holds: boolean | undefined, field: string, code: string): Finding[] => (holds ? [{ field, code: `items.${code}`, severity: "error" }] : []);

/** 到现场次数 and its reason must agree (rule 2 of the provincial item checks), and with the depth of the online service (rule 4). */
const visiting: Rule = ({ visits, onSiteReason, onlineDepth }) => {
  const someVisit = visits !== null && visits > 0;
  return [
    ...warn(someVisit && onlineDepth !== null && !onSiteReason, "onSiteReason", "onSiteReasonMissing"),
    ...warn(visits === 0 && onSiteReason !== undefined, "onSiteReason", "onSiteReasonIdle"),
    ...refuse(onlineDepth === "4" && someVisit, "visits", "fullyOnlineWithVisits"),
  ];
};

/** Without a visit and without an online service there must be the post (rule 3). */
const sending: Rule = ({ visits, onlineDepth, courier, courierMaterials, channels = [] }) => {
  const byPost = [courier, courierMaterials, channels.some(({ kind }) => kind === "courier")].includes(true);
  const offline = onlineDepth === "1" || onlineDepth === "2";
  return warn(visits === 0 && offline && !byPost, "courier", "zeroVisitsNoCourier");
};

/** 咨询电话 and 投诉电话 differ: a complaint must not reach whom it is about. */
const phones: Rule = (content) => {
  const asked = content.consultation?.phone ?? content.consultPhone;
  const complained = content.complaint?.phone ?? content.complaintPhone;
  return warn(asked !== undefined && asked === complained, content.complaint?.phone ? "complaint" : "complaintPhone", "phonesSame");
};

/** A result called 证 is a certificate, one called 批复 or 通知书 a document. */
const result: Rule = ({ result: made }) => {
  if (!made) return [];
  const mismatch = (made.kind === "document" && made.name.endsWith("证")) || (made.kind === "certificate" && /批复$|通知书$/u.test(made.name));
  return [...warn(mismatch, "result", "resultKindMismatch"), ...warn(!made.sampleUrl && !made.certificateType, "result", "resultSampleMissing")];
};

/** Nothing is asked that the government itself issued and can look up (国务院令第716号 7). */
const obtainable: Rule = ({ materials }) => materials.flatMap((material, at): Finding[] => {
  const issued = material.source === "government" && material.certificateType !== undefined;
  return issued && !material.exemption && !material.certificateTypes?.length ? [{ field: `materials.${at}`, code: "items.materialObtainable", severity: "warning", params: { name: material.name.zh } }] : [];
});

const period: Rule = ({ effectiveOn, cancelledOn }) => refuse(effectiveOn !== undefined && cancelledOn !== undefined && cancelledOn < effectiveOn, "cancelledOn", "periodReversed");

const questions: Rule = ({ itemType, questions: asked }) => warn(itemType === "01" && asked.length === 0, "questions", "licenceNeedsQuestions");

/** Cross-field rules of the implementing list (实施清单质检), beside those of the core. */
export function lintElements(content: RevisionContent): Finding[] {
  return [visiting, sending, phones, result, obtainable, period, questions].flatMap((rule) => rule(content));
}

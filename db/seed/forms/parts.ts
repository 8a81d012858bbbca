import type { Field, LocalisedText, Option, Section } from "@/domain/forms/schema";
import type { Material, RevisionContent, Situation } from "@/domain/items/schema";
import type { ProcessStep } from "@/domain/items/schema/process";

/** What a hand-made form adds to an item of the sources: `sourceId` is the item's id there. */
export type HandMadeForm = { match: { sourceId: string }; content: Partial<RevisionContent> };

export const text = (zh: string, en: string): LocalisedText => ({ zh, en });
export const option = (value: string, zh: string, en: string): Option => ({ value, label: text(zh, en) });

/** What every licence says of its fees, in English. */
export const noFee = {
  "不收费。行政许可法第五十八条：除法律、行政法规另有规定外，实施行政许可不得收取任何费用": "Free of charge. Article 58 of the Administrative Licensing Law: no fee may be charged for an administrative licence unless a law or an administrative regulation provides otherwise.",
};

/** A situation and the field that asks it are one question. */
export function asSituation(field: Extract<Field, { type: "choice" }>): Situation {
  return { key: field.id, question: field.label, options: field.options };
}

const accept: ProcessStep = { key: "accept", kind: "accept", name: text("受理", "Acceptance"), role: "clerk", limitDays: 2 };
const review: ProcessStep = { key: "review", kind: "review", name: text("审查", "Review"), role: "reviewer" };
const decide: ProcessStep = { key: "decide", kind: "decide", name: text("决定", "Decision"), role: "approver" };
const certificate: ProcessStep = { key: "certificate", kind: "certificate", name: text("制证", "Issue of the certificate"), role: "certificateOfficer", limitDays: 5 };

/** Steps of the process; the limits are workdays and leave the promised limit room. */
export const steps = { accept, review: (limitDays: number): ProcessStep => ({ ...review, limitDays }), decide: (limitDays: number): ProcessStep => ({ ...decide, limitDays }), certificate };

export const identityCard: Pick<Material, "name" | "certificateType" | "certificateTypes" | "source" | "form"> = {
  name: text("居民身份证", "Resident identity card"),
  certificateType: "resident-id-card",
  certificateTypes: ["resident-id-card"],
  source: "government",
  form: "electronic",
};

const sexes = [option("male", "男", "Male"), option("female", "女", "Female")];

export const applicantFields = {
  name: { id: "applicantName", type: "personName", label: text("姓名", "Name"), prefill: "profile.name" },
  citizenId: { id: "applicantCitizenId", type: "citizenId", label: text("公民身份号码", "Citizen ID number"), prefill: "profile.citizenId" },
  sex: { id: "applicantSex", type: "choice", label: text("性别", "Sex"), options: sexes, prefill: "profile.sex" },
  birthOn: { id: "applicantBirthOn", type: "date", label: text("出生日期", "Date of birth"), before: "today", mustBe: "birthOn(applicantCitizenId)", prefill: "profile.birthOn" },
  phone: { id: "applicantPhone", type: "phone", label: text("联系电话", "Phone number"), hint: text("办理进度会发到这个号码", "We send progress messages to this number"), prefill: "profile.phone" },
} as const satisfies Record<string, Field>;

/** Who applies: name, number, sex and birth, filled in from the identity where it is proven. */
export function applicantSection(title: LocalisedText, more: readonly Field[] = []): Section {
  const { name, citizenId, sex, birthOn } = applicantFields;
  return { id: "applicant", title, fields: [name, citizenId, sex, birthOn, ...more] };
}

import { makeCitizenId, makeUscc } from "@/domain/core/codes";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { Answers, FileReference, FormDefinition } from "@/domain/forms/schema";

/** No area has this code, so none of these numbers is a person's. */
const NO_AREA = "990101";
const person = (birthOn: string, order: number) => makeCitizenId({ divisionCode: NO_AREA, birthOn, order });
const company = (organisationBody: string) => makeUscc({ registrantType: "91", divisionCode: "310101", organisationBody });

const residence: Answers = {
  filedBy: "self", basis: "employment",
  applicantName: "陈思远", applicantCitizenId: person("1994-08-16", 117), applicantSex: "male", applicantBirthOn: "1994-08-16", nationality: "01",
  applicantPhone: "13800010001", email: "chensiyuan@example.com",
  registeredAddress: { division: "340102", detail: "长江东路 88 号 3 幢 502 室" },
  residenceAddress: { division: "310115", detail: "祖冲之路 1200 弄 6 号 301 室" }, livingSince: "2025-03-01",
  housing: "rented", landlordName: "周明", landlordPhone: "13800010002", leasePeriod: { start: "2026-03-01", end: "2027-02-28" },
  employerName: "示例软件有限公司", employerUscc: company("30000001"), contractPeriod: { start: "2025-03-10", end: "2028-03-09" },
  family: [
    { memberName: "林晓", memberKinship: "spouse", memberBirthOn: "1995-02-03" },
    { memberName: "陈一诺", memberKinship: "child", memberBirthOn: "2019-05-20", memberSchool: "张江实验小学" },
  ],
};

const elder: Answers = {
  filedBy: "supporter",
  applicantName: "王桂兰", applicantCitizenId: person("1938-04-12", 226), applicantSex: "female", applicantBirthOn: "1938-04-12",
  registeredDivision: "310101", homeAddress: { division: "310101", detail: "福州路 17 弄 2 号 101 室" }, applicantPhone: "021-62340001",
  livesAlone: true, monthlyPension: 3120.5, benefits: ["care", "nursing"],
  supporterName: "李建国", supporterCitizenId: person("1964-11-02", 331), supporterPhone: "13800010003", supporterKinship: "儿子",
  bankName: "中国农业银行黄浦支行", accountHolder: "王桂兰", bankAccount: "6228480000000000000",
  signature: { name: "李建国", signedOn: "2026-11-20" },
};

const food: Answers = {
  business: "catering",
  operatorName: "示例餐饮管理有限公司", operatorUscc: company("30000002"), legalRepresentative: "赵敏", legalRepresentativeId: person("1985-01-30", 412),
  contactName: "赵敏", contactPhone: "13800010004", contactEmail: "zhaomin@example.com",
  premisesAddress: { division: "310101", detail: "南京东路 300 号 1 层" }, premisesArea: 120.5, kitchenArea: 42, ownership: "leased",
  premisesLease: { start: "2026-09-01", end: "2031-08-31" },
  cateringScope: ["hot", "cold", "drinks"], seats: 48,
  managers: [{ managerName: "孙丽", managerCitizenId: person("1990-06-06", 508), managerRole: "officer", trainedOn: "2026-08-15" }],
  equipment: [
    { equipmentName: "双门冷柜", equipmentCount: 2, equipmentPrice: 3600 },
    { equipmentName: "消毒柜", equipmentCount: 1 },
  ],
};

const trader: Answers = {
  premisesKind: "shop",
  applicantName: "马春梅", applicantCitizenId: person("1988-10-09", 624), applicantSex: "female", applicantBirthOn: "1988-10-09", nationality: "03",
  applicantPhone: "13800010005", homeAddress: { division: "310104", detail: "漕溪路 250 弄 9 号 402 室" },
  composition: "family", familyMembers: [{ memberName: "马小军", memberCitizenId: person("1986-07-01", 713) }],
  usesName: true, nameDivision: "310100", tradeName: "春梅", industry: "牛肉面馆",
  premisesAddress: { division: "310104", detail: "天钥桥路 66 号" },
  businessScope: "餐饮服务\n食品销售", capital: 80000, employees: 3,
  signature: { name: "马春梅", signedOn: "2026-11-20" },
};

const disability: Answers = {
  guardian: "no",
  applicantName: "吴志强", applicantCitizenId: person("1979-12-24", 819), applicantSex: "male", applicantBirthOn: "1979-12-24", nationality: "01", ownPhone: "13800010006",
  registeredAddress: { division: "310112", detail: "沪闵路 5000 号 12 幢 203 室" }, livesElsewhere: false,
  disabilityKinds: ["hearing", "speech"], sinceOn: "1983-05-01", cause: "幼年疾病",
  needsHomeVisit: false, preferredPeriod: { start: "2026-12-01", end: "2026-12-15" },
  treatments: [{ hospital: "示例区中心医院", treatedPeriod: { start: "2024-02-01", end: "2024-03-15" }, diagnosis: "双侧感音神经性聋" }],
};

const nurse: Answers = {
  examRecency: "recent", examPassedOn: "2026-07-10",
  examScores: [{ subject: "professional", score: 352 }, { subject: "practical", score: 348 }],
  applicantName: "阿依古丽·买买提", applicantCitizenId: person("2003-03-18", 922), applicantSex: "female", applicantBirthOn: "2003-03-18", applicantPhone: "13800010007",
  schoolName: "示例卫生职业学院", degree: "college", major: "nursing", studyPeriod: { start: "2023-09-01", end: "2026-06-30" },
  practiceHospital: "示例市第一医院", practicePeriod: { start: "2025-07-01", end: "2026-04-30" },
  employerName: "示例区人民医院", employerDivision: "310101", department: "内科",
  healthy: true, examinedOn: "2026-09-05",
  signature: { name: "阿依古丽·买买提", signedOn: "2026-11-20" },
};

/** Valid answers to each hand-made form by the item's source id, as of 2026-11-20, without the uploads. */
export const sampleAnswers: Readonly<Record<string, Answers>> = {
  "residence-permit": residence,
  "elder-allowance": elder,
  "food-business": food,
  "sole-trader-register": trader,
  "disability-cert": disability,
  "nurse-register": nurse,
};

/** The same answers with a file for each upload the form asks of this applicant. */
export function withSampleFiles(form: FormDefinition, at: { answers: Answers; context: FormContext }, fileFor: (fieldId: string) => FileReference): Answers {
  const { sections } = compileForm(form).visible(at.answers, at.context);
  const uploads = sections.flatMap(({ fields }) => fields.filter(({ type }) => type === "file"));
  return { ...at.answers, ...Object.fromEntries(uploads.map(({ id }) => [id, [fileFor(id)]])) };
}

import { makeCitizenId, makeUscc } from "@/domain/core/codes";
import { dueOn, type Day, type WorkdayCalendar } from "@/domain/core/calendar";
import { accept, acceptWith, approve, askFor, close, deliver, issue, reject, review, reviewed, suspend, withdraw, type Deed } from "./deeds";
import type { Filing } from "./filing";

export type Applicant = "citizen-l2" | "citizen-l3" | "citizen-l4" | "citizen-elder" | "organisation-agent";

/** A case of the demo city: what, by whom, filled in so many workdays before today, what was promised to follow, and what the desk did since. */
export type Story = Omit<Filing, "itemCode"> & { item: string; applicant: Applicant; ago: number; later?: readonly string[]; deeds: readonly Deed[] };

const yuexiu = (detail: string) => ({ division: "440104", detail });
const mother = { name: "陈月好", birthOn: "1931-05-06" };
const shopUscc = makeUscc({ registrantType: "92", divisionCode: "440104", organisationBody: "DEM00021" });

/**
 * What a morning at the desk of one district looks like: every status and every light, within what the law allows, but
 * for the one late case that supervision is there to find.
 */
export function storiesOf(today: Day, calendar: WorkdayCalendar): readonly Story[] {
  const { dueOn: testedBy } = dueOn({ start: today, limit: { value: 8, unit: "workday" }, calendar });
  return [...drafts, ...atIntake, ...inReview(testedBy), ...decided, ...ended];
}

const drafts: readonly Story[] = [
  {
    item: "个体工商户设立登记", applicant: "citizen-l2", ago: 2, sample: "sole-trader-register", pages: 4, deeds: [],
    answers: { nationality: "01", composition: "individual", usesName: true, nameDivision: "440100", tradeName: "志强", industry: "便利店" },
  },
  { item: "公证书办理", applicant: "citizen-l4", ago: 1, pages: 2, answers: { applicantKind: "person" }, deeds: [] },
];

const atIntake: readonly Story[] = [
  {
    item: "食品经营许可（新办）", applicant: "citizen-l4", ago: 5, sample: "food-business", deeds: [],
    answers: {
      operatorName: "广州市越秀区伟明糖水店", operatorUscc: shopUscc, legalRepresentative: "张伟明", contactEmail: "zhangweiming@example.com",
      premisesAddress: yuexiu("北京路168号首层"), premisesArea: 46, kitchenArea: 15, cateringScope: ["hot", "drinks"], seats: 18,
    },
  },
  { item: "大型群众性活动安全许可", applicant: "organisation-agent", ago: 4, answers: { s1: "no", s2: "no", remarks: "流花湖公园岭南美食节，预计每日参加 1500 人。" }, deeds: [] },
  { item: "公证书办理", applicant: "citizen-elder", ago: 1, answers: { applicantKind: "person", s1: "no", remarks: "办理遗嘱公证，腿脚不便，希望安排在上午。" }, deeds: [] },
  {
    item: "居住证申领", applicant: "citizen-l2", ago: 6, sample: "residence-permit",
    answers: { email: "huangzhiqiang@example.com", registeredAddress: { division: "430102", detail: "解放东路 88 号 3 幢 502 室" }, family: [] },
    deeds: [askFor(4, [
      { fieldId: "m3", reason: "上传的租赁合同缺少签字页，请补传完整的合同。" },
      { fieldId: "leasePeriod", reason: "填写的租赁期限与合同不一致，请核对后修改。" },
    ], "其余材料齐全，不必重复提交。")],
  },
];

const inReview = (testedBy: Day): readonly Story[] => [
  {
    item: "护士执业注册", applicant: "citizen-l3", ago: 4, sample: "nurse-register", later: ["m6"], deeds: [acceptWith(2, ["m6"])],
    answers: { practiceHospital: "示例市第一医院", employerName: "广州市越秀区示例医院", employerDivision: "440104", signature: { name: "李慧敏" } },
  },
  {
    item: "残疾人证新办", applicant: "citizen-l4", ago: 27, sample: "disability-cert",
    answers: { registeredAddress: yuexiu("大德路 31 号 402 房"), livesElsewhere: true, homeAddress: { division: "440111", detail: "机场路22号1座1508房" }, disabilityKinds: ["hearing"], sinceOn: "2018-06-01", cause: "突发性耳聋" },
    deeds: [accept(25), review(22)],
  },
  {
    item: "居民身份证换领", applicant: "citizen-elder", ago: 18,
    deeds: [accept(17), review(12), reviewed(6, "人像、指纹比对一致，建议准予换领。")],
  },
  {
    item: "烟花爆竹经营（零售）许可", applicant: "citizen-l4", ago: 23, answers: { applicantKind: "person" },
    deeds: [accept(21), review(18), reviewed(7, "消防器材配备齐全，待核实与学校的距离。")],
  },
  {
    item: "食品经营许可（新办）", applicant: "organisation-agent", ago: 9, sample: "food-business",
    answers: { contactEmail: "lingnan@example.com", premisesAddress: yuexiu("流花路88号首层"), legalRepresentativeId: makeCitizenId({ divisionCode: "440199", birthOn: "1976-06-18", order: 27 }) },
    deeds: [accept(8), review(7), suspend(3, { procedure: "testing", reason: "对经营场所用水和餐具消毒效果进行抽样检测，检测期间不计入办理时限。", plannedEndOn: testedBy })],
  },
];

const decided: readonly Story[] = [
  {
    item: "补领婚姻登记证", applicant: "citizen-l2", ago: 8,
    deeds: [accept(7), review(5), reviewed(4, "婚姻登记档案核对一致，建议补发。"), approve(1, "同意补发。")],
  },
  {
    item: "市场主体变更登记", applicant: "organisation-agent", ago: 4, answers: { remarks: "变更住所，由首层 A 铺变更为首层全部。" },
    deeds: [accept(3), approve(3, "材料齐全、符合法定形式，准予变更登记。"), issue(2)],
  },
];

const ended: readonly Story[] = [
  {
    item: "居住证申领", applicant: "citizen-l3", ago: 32, sample: "residence-permit",
    answers: { email: "lihuimin@example.com", registeredAddress: { division: "450102", detail: "民生路 12 号 2 单元 301 室" }, family: [] },
    deeds: [accept(31), review(30), reviewed(28, "居住登记已满半年，材料属实。"), approve(27, "同意制发。"), issue(26), deliver(24, { method: "post", trackingNumber: "1098765432101" })],
  },
  {
    item: "高龄津贴申领", applicant: "citizen-elder", ago: 40, sample: "elder-allowance",
    answers: {
      filedBy: "supporter", applicantName: mother.name, applicantCitizenId: makeCitizenId({ divisionCode: "440199", birthOn: mother.birthOn, order: 126 }), applicantSex: "female", applicantBirthOn: mother.birthOn,
      livesAlone: false, supporterName: "梁秀英", supporterCitizenId: makeCitizenId({ divisionCode: "440199", birthOn: "1954-03-08", order: 22 }), supporterPhone: "19900000006", supporterKinship: "女儿",
      bankName: "中国农业银行广州越秀支行", accountHolder: mother.name, signature: { name: "梁秀英" },
    },
    deeds: [accept(39), review(38), reviewed(35, "经社区走访核实，老人健在，户籍在本区。"), approve(33, "同意发放。"), close(30)],
  },
  {
    item: "居住证申领", applicant: "citizen-l4", ago: 20, sample: "residence-permit",
    answers: { email: "zhangweiming@example.com", registeredAddress: { division: "440513", detail: "棉城中华路 9 号" }, residenceAddress: yuexiu("中山六路 200 号 1204 房"), family: [] },
    deeds: [
      accept(19), review(18), reviewed(16, "居住登记自上月起，未满半年，建议不予制发。"),
      reject(15, "经核查，您在本区的居住登记未满半年，不符合《居住证暂行条例》第二条规定的条件。满半年后可以重新申请。"), deliver(13, { method: "online" }),
    ],
  },
  {
    item: "临时占用、挖掘城市道路审批", applicant: "organisation-agent", ago: 12, answers: { applicantKind: "organisation", remarks: "门前摆放外摆桌椅 6 张。" },
    deeds: [accept(11), withdraw(9, "改用店内场地，不再占用道路。")],
  },
];

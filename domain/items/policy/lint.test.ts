import { describe, expect, test } from "vitest";
import { RevisionContent } from "@/domain/items/schema";
import { unansweredWarnings, warningKey } from "./answers";
import { isPublishable, lintRevision } from "./lint";
import { plainScore } from "./lint-words";

const sound = RevisionContent.parse({
  name: "居住证申领", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: { value: 15, unit: "workday" }, promisedLimit: { value: 10, unit: "workday" }, conditions: ["居住半年以上（《居住证暂行条例》第二条）"], situations: [],
  materials: [{ key: "m1", name: { zh: "居住证明" }, necessity: "required", basis: "《居住证暂行条例》第九条" }], flow: [], fees: null,
  steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }],
  legalBasis: [{ instrument: "居住证暂行条例" }], result: null, questions: [], visits: 1, onlineDepth: "3", onSiteReason: "核对原件", courier: null, consultPhone: "12345",
  sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
});
const material = (overrides: object) => ({ materials: [{ key: "m1", name: { zh: "居住证明" }, necessity: "required", basis: "《居住证暂行条例》第九条", ...overrides }] });

const formWith = (...fields: object[]) => ({ version: 1, sections: [{ id: "one", title: { zh: "一" }, fields: fields.map((field, at) => ({ id: `f${at}`, label: { zh: `问题${at}` }, ...field })) }] });

test("a sound revision has nothing to put right", () => expect(lintRevision(sound)).toEqual([]));

describe("a revision is not published", () => {
  test.each<[string, object, string, string]>([
    ["when it promises more days than the law allows", { promisedLimit: { value: 16, unit: "workday" } }, "promisedLimit", "items.promisedLongerThanStatutory"],
    ["when workdays exceed the calendar days of the law", { promisedLimit: { value: 40, unit: "workday" }, statutoryLimit: { value: 30, unit: "calendarDay" } }, "promisedLimit", "items.promisedLongerThanStatutory"],
    ["with two materials under one key", { materials: [...sound.materials, ...sound.materials] }, "materials.1", "items.materialTwice"],
    ["with a condition that cannot be read", material({ when: "situation.s1 ==", condition: "x" }), "materials.0.when", "forms.expressionSyntax"],
    ["with a condition on a question nobody asks", material({ when: "situation.s9 == 'yes'", condition: "x" }), "materials.0.when", "forms.unknownField"],
    ["with nobody to decide", { steps: [{ ...sound.steps[0], kind: "accept" }] }, "steps", "items.nobodyDecides"],
    ["with a step twice", { steps: [sound.steps[0], sound.steps[0]] }, "steps", "items.stepTwice"],
    ["when it is fully online with a visit", { onlineDepth: "4" }, "visits", "items.fullyOnlineWithVisits"],
    ["when it ends before it begins", { effectiveOn: "2026-05-01", cancelledOn: "2026-04-30" }, "cancelledOn", "items.periodReversed"],
    ["when it charges without saying what", { fees: { charged: true, items: [] } }, "fees", "items.feeUntold"],
  ])("%s", (_sentence, overrides, field, code) => {
    const content = RevisionContent.parse({ ...sound, ...overrides });
    expect(lintRevision(content)).toContainEqual(expect.objectContaining({ field, code, severity: "error" }));
    expect(isPublishable(content)).toBe(false);
  });
});

describe("an editor is warned", () => {
  test.each<[string, object, string]>([
    ["of a catch-all material", material({ name: { zh: "法律法规规定的其他材料" } }), "items.catchAll"],
    ["of a condition without words", { situations: [{ key: "s1", question: { zh: "首次？" }, options: [{ value: "yes", label: { zh: "是" } }, { value: "no", label: { zh: "否" } }] }], ...material({ when: "situation.s1 == 'yes'" }) }, "items.conditionUnsaid"],
    ["of an instant item with days", { handling: "instant" }, "items.instantWithLimit"],
    ["that no limit is documented", { promisedLimit: null, statutoryLimit: null }, "items.limitMissing"],
    ["of missing conditions", { conditions: [] }, "items.leftEmpty"],
    ["of a visit without a reason", { onSiteReason: undefined }, "items.onSiteReasonMissing"],
    ["of a reason without a visit", { visits: 0 }, "items.onSiteReasonIdle"],
    ["of no visit, no service online and no post", { visits: 0, onSiteReason: undefined, onlineDepth: "1" }, "items.zeroVisitsNoCourier"],
    ["of one phone for questions and complaints", { complaintPhone: "12345" }, "items.phonesSame"],
    ["of one phone, by the new way of contact", { complaint: { phone: "12345" } }, "items.phonesSame"],
    ["of a certificate called a document", { result: { name: "居住证", kind: "document" } }, "items.resultKindMismatch"],
    ["of a result without a sample", { result: { name: "批复", kind: "document" } }, "items.resultSampleMissing"],
    ["of a paper that the government holds", material({ source: "government", certificateType: "resident-id-card" }), "items.materialObtainable"],
    ["of a condition without a basis", { conditions: ["居住半年以上"] }, "items.conditionBasisMissing"],
    ["of a material without a basis", material({ basis: undefined }), "items.materialBasisMissing"],
    ["of a phone without its area code", { consultPhone: "87654321" }, "items.phoneUnreachable"],
    ["of a phone that is none", { complaintPhone: "见官网" }, "items.phoneUnreachable"],
    ["of a form to fill in without a sample", material({ name: { zh: "居住登记申请表" } }), "items.sampleMissing"],
    ["of a form to fill in that cannot be had blank", material({ name: { zh: "居住登记申请表" } }), "items.blankFormMissing"],
    ["of a sentence too long to read in one go", { rights: `申请人${"可以查询办理进度并且".repeat(6)}。` }, "items.sentenceLong"],
    ["of officialese", { rights: "申请人逾期不予受理。" }, "items.officialese"],
    ["of an abbreviation nobody explained", { rights: "请提交 TDCJ 报告。" }, "items.abbreviation"],
    ["of a form that asks what the account proves", { form: formWith({ type: "citizenId" }) }, "items.fieldKnown"],
    ["of a form that is English in part", { nameEn: "Permit", form: formWith({ type: "text" }, { type: "text", label: { zh: "甲", en: "A" } }) }, "items.englishPartly"],
    ["of materials without English beside an English name", { nameEn: "Permit" }, "items.englishOfMaterials"],
    ["of texts without English beside an English name", { nameEn: "Permit" }, "items.englishMissing"],
    ["of texts without English beside a form in English", { form: formWith({ type: "text", label: { zh: "甲", en: "A" } }) }, "items.englishMissing"],
    ["of English whose Chinese is gone", { english: { 早先的条件: "An earlier condition" } }, "items.englishLeftOver"],
    ["of a question behind too many answers", { form: formWith(...["f0 == 'x'", "f1 == 'x'", "f2 == 'x'", "f3 == 'x'", "f4 == 'x'", "f5 == 'x'"].reduce<object[]>((list, visibleWhen) => [...list, { type: "text", visibleWhen }], [{ type: "text" }])) }, "items.fieldDeep"],
    ["of a licence without questions", { itemType: "01" }, "items.licenceNeedsQuestions"],
  ])("%s", (_sentence, overrides, code) => {
    const content = RevisionContent.parse({ ...sound, ...overrides });
    expect(lintRevision(content)).toContainEqual(expect.objectContaining({ code, severity: "warning" }));
    expect(isPublishable(content)).toBe(true);
  });

  test("of what is known outside: a dead link, a paper that is a certificate by name", () => {
    const content = RevisionContent.parse({ ...sound, ...material({ name: { zh: "居民身份证（复印件）" } }), consultation: { website: "https://www.gov.cn/gone" } });
    const links = new Map([["https://www.gov.cn/gone", { state: "gone" as const, failures: 0 }]]);
    const problems = lintRevision(content, { links, certificates: [{ id: "resident-id-card", name: "中华人民共和国居民身份证", aliases: ["居民身份证"] }] });
    expect(problems).toContainEqual(expect.objectContaining({ field: "consultation", code: "items.linkDead" }));
    expect(problems).toContainEqual(expect.objectContaining({ field: "materials.0", code: "items.materialIsCertificate", params: { name: "居民身份证（复印件）", certificate: "中华人民共和国居民身份证" } }));
    expect(lintRevision(content)).toEqual([]);
  });

  test("that puts in place of a paper a certificate which nobody can issue", () => {
    const content = RevisionContent.parse({ ...sound, ...material({ certificateTypes: ["moon-permit"] }) });
    expect(lintRevision(content, { certificates: [] })).toContainEqual({ field: "materials.0", code: "items.certificateTypeUnpublished", severity: "error", params: { type: "moon-permit" } });
    expect(lintRevision(content)).toEqual([]);
  });

  test("not of a paper in whose place a certificate stands", () => {
    const content = RevisionContent.parse({ ...sound, ...material({ name: { zh: "居民身份证" }, source: "government", certificateType: "resident-id-card", certificateTypes: ["resident-id-card"] }) });
    expect(lintRevision(content, { certificates: [{ id: "resident-id-card", name: "中华人民共和国居民身份证", aliases: ["居民身份证"] }] })).toEqual([]);
  });

  test.each([["unreachable", 2, false], ["unreachable", 3, true], ["refused", 0, true], ["ok", 0, false]] as const)("of a link that is %s for the %s. time: %s", (state, failures, told) => {
    const content = RevisionContent.parse({ ...sound, consultation: { website: "https://www.gov.cn/" } });
    expect(lintRevision(content, { links: new Map([["https://www.gov.cn/", { state, failures }]]) }).some(({ code }) => code === "items.linkDead")).toBe(told);
  });

  test.each(["020-87654321", "（010）6312 3456", "400-810-0000", "13800138000", "12345", "+86 21 6321 2810", "0757-82345678转8012", "021-23111111、12345"])("not of the phone %s", (consultPhone) => {
    expect(lintRevision(RevisionContent.parse({ ...sound, consultPhone }))).toEqual([]);
  });

  test.each(["其他组织营业执照", "相关责任人身份证", "股权证明"])("not of %s", (zh) => {
    expect(lintRevision(RevisionContent.parse({ ...sound, ...material({ name: { zh } }) }))).toEqual([]);
  });
});

describe("an answered warning", () => {
  const content = RevisionContent.parse({ ...sound, materials: [{ key: "m1", name: { zh: "甲" }, necessity: "required" }, { key: "m2", name: { zh: "乙" }, necessity: "required" }] });
  const answers = lintRevision(content).map((problem) => ({ warning: warningKey(problem) }));
  test("stays answered when its entry moves", () => {
    expect(answers).toHaveLength(2);
    expect(unansweredWarnings(lintRevision({ ...content, materials: content.materials.toReversed() }), answers)).toEqual([]);
  });
  test("is asked anew when what it speaks of changes", () => {
    const renamed = content.materials.map((one) => ({ ...one, name: { zh: `${one.name.zh}（新）` } }));
    expect(unansweredWarnings(lintRevision({ ...content, materials: renamed }), answers)).toHaveLength(2);
  });
  test("is no answer to an error", () => {
    const broken = RevisionContent.parse({ ...sound, steps: [{ ...sound.steps[0], kind: "accept" }] });
    expect(unansweredWarnings(lintRevision(broken), [])).toEqual([]);
  });
});

test("plain words are scored by the share of sentences with nothing against them", () => {
  expect(plainScore(RevisionContent.parse({ ...sound, rights: "您可以查询进度。逾期不予受理。" }))).toBe(75);
  expect(plainScore(RevisionContent.parse({ ...sound, conditions: [] }))).toBe(100);
});

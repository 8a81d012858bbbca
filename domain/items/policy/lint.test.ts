import { describe, expect, test } from "vitest";
import { RevisionContent } from "@/domain/items/schema";
import { isPublishable, lintRevision } from "./lint";

const sound = RevisionContent.parse({
  name: "居住证申领", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: { value: 15, unit: "workday" }, promisedLimit: { value: 10, unit: "workday" }, conditions: ["居住半年以上"], situations: [],
  materials: [{ key: "m1", name: { zh: "居住证明" }, necessity: "required" }], flow: [], fees: null,
  steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }],
  legalBasis: [{ instrument: "居住证暂行条例" }], result: null, questions: [], visits: 1, onlineDepth: "3", onSiteReason: "核对原件", courier: null, consultPhone: "12345",
  sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
});
const material = (overrides: object) => ({ materials: [{ key: "m1", name: { zh: "居住证明" }, necessity: "required", ...overrides }] });

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
    ["of a licence without questions", { itemType: "01" }, "items.licenceNeedsQuestions"],
  ])("%s", (_sentence, overrides, code) => {
    const content = RevisionContent.parse({ ...sound, ...overrides });
    expect(lintRevision(content)).toContainEqual(expect.objectContaining({ code, severity: "warning" }));
    expect(isPublishable(content)).toBe(true);
  });

  test.each(["其他组织营业执照", "相关责任人身份证", "股权证明"])("not of %s", (zh) => {
    expect(lintRevision(RevisionContent.parse({ ...sound, ...material({ name: { zh } }) }))).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { RevisionContent } from "@/domain/items/schema";
import { chineseTexts, foldEnglish, inEnglish, leftOver, untranslated, withoutLeftOver } from "./english";

const base = RevisionContent.parse({
  name: "居住证申领", nameEn: "Residence permit", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised", statutoryLimit: null, promisedLimit: null,
  conditions: ["甲", "乙"], situations: [], materials: [], flow: [], steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }], fees: null,
  legalBasis: [{ instrument: "居住证暂行条例", text: "第二条" }], result: null, questions: [], visits: null, onlineDepth: null, courier: null, sources: [{ ref: "市公安局" }],
  minAssuranceLevel: "L2", correctionDays: 15, form: null,
});
const withMore = (more: Partial<RevisionContent>): RevisionContent => ({ ...base, conditions: [], ...more });

describe("the Chinese texts of a guide", () => {
  it.each([
    ["conditions and the flow, in its order", withMore({ conditions: ["甲"], flow: ["申请", "领证"] }), [["conditions.0", "甲"], ["flow.0", "申请"], ["flow.1", "领证"]]],
    ["each once, where it first stands", withMore({ conditions: ["甲", "乙", "甲"], flow: [" 乙\r\n"] }), [["conditions.0", "甲"], ["conditions.1", "乙"]]],
    ["with one kind of line end", withMore({ conditions: ["甲\r\n乙"] }), [["conditions.0", "甲\n乙"]]],
    ["nothing that every reader reads", withMore({ openingHours: "9:00–17:00", consultPhone: "12345" }), []],
    ["of a material all but its name and its law", withMore({ materials: [{ key: "m1", name: { zh: "照片" }, necessity: "required", formText: "原件或电子件", condition: "租房", basis: "条例第九条", issuer: "街道办", validityRule: "三十日内", sharedData: "户籍库", fillingNotes: "写全名", acceptanceStandard: "清楚" }] }),
      [["materials.0.condition", "租房"], ["materials.0.formText", "原件或电子件"], ["materials.0.issuer", "街道办"], ["materials.0.validityRule", "三十日内"], ["materials.0.sharedData", "户籍库"], ["materials.0.fillingNotes", "写全名"], ["materials.0.acceptanceStandard", "清楚"]]],
    ["of limits and fees their words, without the law", withMore({ promisedLimit: { value: 0, unit: "workday", text: "当场" }, fees: { charged: true, text: "按件收", items: [{ name: "工本费", standard: "20 元", basis: "价格法", reduction: "低保免" }] } }),
      [["promisedLimit.text", "当场"], ["fees.text", "按件收"], ["fees.items.0.name", "工本费"], ["fees.items.0.standard", "20 元"], ["fees.items.0.reduction", "低保免"]]],
    ["of the ways to apply", withMore({ channels: [{ kind: "window", note: "带原件" }], onSiteReason: "须采集指纹", booking: { required: true, rule: "提前一天" }, quantityLimit: "每人一张", specialProcedures: [{ name: "专家评审", kind: "other", basis: "法" }], intermediaries: [{ service: "体检", basis: "法" }] }),
      [["specialProcedures.0.name", "专家评审"], ["intermediaries.0.service", "体检"], ["channels.0.note", "带原件"], ["onSiteReason", "须采集指纹"], ["booking.rule", "提前一天"], ["quantityLimit", "每人一张"]]],
    ["of places and contacts, but not the name of an account", withMore({ places: [{ name: "中心", address: "一号", window: "三号窗", openingHours: "工作日", directions: "坐地铁" }], address: "二号", openingHours: "上午", consultation: { wechat: "某某发布" }, complaint: { letterAddress: "三号" } }),
      [["places.0.name", "中心"], ["places.0.address", "一号"], ["places.0.window", "三号窗"], ["places.0.openingHours", "工作日"], ["places.0.directions", "坐地铁"], ["address", "二号"], ["openingHours", "上午"], ["complaint.letterAddress", "三号"]]],
    ["of the result, questions, remedies and organs", withMore({ result: { name: "居住证", kind: "certificate", validity: "一年" }, questions: [{ question: "要钱吗", answer: "不要" }], review: { organ: "市政府", address: "府前路" }, litigation: { organ: "法院" }, rights: "可陈述", duties: "如实", organ: { entrustedBy: "省厅", guidedBy: "部", jointWith: ["民政局"] } }),
      [["result.name", "居住证"], ["result.validity", "一年"], ["questions.0.question", "要钱吗"], ["questions.0.answer", "不要"], ["review.organ", "市政府"], ["review.address", "府前路"], ["litigation.organ", "法院"], ["rights", "可陈述"], ["duties", "如实"], ["organ.entrustedBy", "省厅"], ["organ.guidedBy", "部"], ["organ.jointWith.0", "民政局"]]],
  ] satisfies [string, RevisionContent, [string, string][]][])("%s", (_name, content, expected) => {
    expect(chineseTexts(content).map(({ field, text }) => [field, text])).toEqual(expected);
  });
});

describe("English belongs to the Chinese it says", () => {
  it.each([
    ["told beside its own text", { english: { 甲: "A" } }, [{ zh: "甲", en: "A" }, { zh: "乙" }], ["乙"], []],
    ["in whatever order the texts stand", { conditions: ["乙", "甲"], english: { 甲: "A", 乙: "B" } }, [{ zh: "乙", en: "B" }, { zh: "甲", en: "A" }], [], []],
    ["gone where the text was changed, and kept to be looked at", { conditions: ["甲二", "乙"], english: { 甲: "A", 乙: "B" } }, [{ zh: "甲二" }, { zh: "乙", en: "B" }], ["甲二"], [{ zh: "甲", en: "A" }]],
    ["there again where the text was put back", { english: { 甲: "A", 乙: "B", 甲二: "A2" } }, [{ zh: "甲", en: "A" }, { zh: "乙", en: "B" }], [], [{ zh: "甲二", en: "A2" }]],
    ["whatever edges and line ends a form gave it", { conditions: ["甲\n一 ", "乙"], english: { "甲\r\n一": "A" } }, [{ zh: "甲\n一 ", en: "A" }, { zh: "乙" }], ["乙"], []],
    ["of an older edition the nth by the nth", { conditionsEn: ["A", "B"] }, [{ zh: "甲", en: "A" }, { zh: "乙", en: "B" }], [], []],
    ["of an older edition nothing where the lists differ in length", { conditionsEn: ["A"] }, [{ zh: "甲" }, { zh: "乙" }], ["甲", "乙"], []],
    ["of its own text where an older list says another", { conditionsEn: ["A", "B"], english: { 甲: "A anew" } }, [{ zh: "甲", en: "A anew" }, { zh: "乙" }], ["乙"], []],
    ["never found under a name that every object has", { conditions: ["constructor 甲", "乙"] }, [{ zh: "constructor 甲" }, { zh: "乙" }], ["constructor 甲", "乙"], []],
  ])("%s", (_name, more, pairs, missing, left) => {
    const content: RevisionContent = { ...base, ...more };
    expect(content.conditions.map(inEnglish(content))).toEqual(pairs);
    expect(untranslated(content).map(({ text }) => text)).toEqual(missing);
    expect(leftOver(content)).toEqual(left);
    // Folded, it says the same.
    const folded = { ...foldEnglish(content) };
    expect(folded).not.toHaveProperty("conditionsEn");
    expect(withoutLeftOver(content)).toEqual(left.length > 0 ? { ...folded, english: Object.fromEntries(pairs.flatMap((pair) => ("en" in pair ? [[pair.zh, pair.en]] : []))) } : withoutLeftOver(folded));
    expect(leftOver(withoutLeftOver(content))).toEqual([]);
    expect([content.conditions.map(inEnglish(folded)), untranslated(folded), leftOver(folded)]).toEqual([pairs, untranslated(content), left]);
  });

  it("stays as it is where there is no older list to fold", () => expect(foldEnglish(base)).toBe(base));
});

describe("a revision keeps English", () => {
  it.each([["trimmed", { 甲: " A " }, { 甲: "A" }], ["none at all", {}, {}]])("%s", (_name, english, kept) => {
    expect(RevisionContent.parse({ ...base, english }).english).toEqual(kept);
  });
  it.each([["an empty text", { 甲: "  " }], ["of no text", { "": "A" }], ["longer than any text", { 甲: "A".repeat(4001) }], ["more than a guide can hold", Object.fromEntries(Array.from({ length: 1601 }, (_, at) => [`甲${at}`, "A"]))]])("but not %s", (_name, english) => {
    expect(RevisionContent.safeParse({ ...base, english }).success).toBe(false);
  });
});

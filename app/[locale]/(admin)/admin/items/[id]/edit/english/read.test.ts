import { expect, it } from "vitest";
import en from "@/app/_i18n/messages/en/revisions.json";
import zh from "@/app/_i18n/messages/zh-CN/revisions.json";
import { RevisionContent } from "@/domain/items/schema";
import { englishOf, pairsOf, readPairs, theirsOver } from "./read";

const base = RevisionContent.parse({
  name: "居住证申领", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised", statutoryLimit: null, promisedLimit: null,
  conditions: ["住满半年\n（含当日）", "有住所"], situations: [], materials: [], flow: ["申请"], steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }], fees: null,
  legalBasis: [], result: null, questions: [], visits: null, onlineDepth: null, courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
  english: { 有住所: "A home here", 早先: "Earlier" },
});

/** The page as a browser sends it back, with the line ends it gives to every text. */
function posted(pairs: readonly { zh: string; en: string }[]): FormData {
  const form = new FormData();
  form.set("count", String(pairs.length));
  pairs.forEach(({ zh, en }, at) => {
    form.set(`texts.${at}.zh`, zh.replaceAll("\n", "\r\n"));
    form.set(`texts.${at}.en`, en);
  });
  return form;
}

it("shows every text with what is written for it", () => {
  expect(pairsOf(base)).toEqual([{ field: "conditions.0", zh: "住满半年\n（含当日）", en: "" }, { field: "conditions.1", zh: "有住所", en: "A home here" }, { field: "flow.0", zh: "申请", en: "" }]);
});

it("sent back untouched keeps the English and drops what is left over", () => {
  expect(englishOf(base, readPairs(posted(pairsOf(base))))).toEqual({ english: { 有住所: "A home here" } });
});

it("takes what was typed under the text it was typed for, and takes away what was emptied", () => {
  expect(englishOf(base, readPairs(posted([{ zh: "住满半年\n（含当日）", en: " Half a year here " }, { zh: "有住所", en: "" }])))).toEqual({ english: { "住满半年\n（含当日）": "Half a year here" } });
});

it("keeps the English of texts that were not on the page, and does not lend it what was typed for a text that has changed since", () => {
  const newer = { ...base, conditions: ["住满一年"], english: { 申请: "You apply" } };
  expect(englishOf(newer, [{ zh: "有住所", en: "A home" }])).toEqual({ english: { 申请: "You apply", 有住所: "A home" } });
});

it("names the text whose English is too long", () => {
  expect(englishOf(base, [{ zh: "申请", en: "A".repeat(4001) }, { zh: "有住所", en: "A home" }])).toEqual({ wrong: ["申请"] });
});

it.each([["", 0], ["viele", 0], ["-1", 0], ["3", 2]])("a page that says it has “%s” texts is read as far as it has any", (count, length) => {
  const form = posted([{ zh: "甲", en: "A" }, { zh: "乙", en: "B" }]);
  form.set("count", count);
  expect(readPairs(form)).toHaveLength(length);
});

it.each([
  ["where both wrote for the same text", { 有住所: "A flat here" }, [{ zh: "有住所", en: "A house here" }], [{ zh: "有住所", en: "A flat here" }]],
  ["also where they took it away", {}, [{ zh: "有住所", en: "A house here" }], [{ zh: "有住所", en: "" }]],
  ["not where one left theirs alone", { 有住所: "A flat here" }, [{ zh: "有住所", en: "A home here" }], []],
  ["not where they left one's own alone", { 有住所: "A home here" }, [{ zh: "有住所", en: "A house here" }], []],
  ["not where both wrote the same", { 有住所: "A house here" }, [{ zh: "有住所", en: "A house here" }], []],
])("a colleague's English is shown %s", (_name, english, typed, shown) => {
  expect(theirsOver(base, typed, { ...base, english })).toEqual(shown);
});

it("has a word in both languages for every place in which a text can stand", () => {
  const [limit, remedy, contact] = [{ value: 1, unit: "workday" as const, text: "一" }, { organ: "二", address: "三" }, { letterAddress: "四" }];
  const content: RevisionContent = {
    ...base, conditions: ["五"], flow: ["六"], promisedLimit: limit, statutoryLimit: { ...limit, text: "七" }, review: remedy, litigation: { organ: "八", address: "九" }, consultation: contact, complaint: { letterAddress: "十" },
    materials: [{ key: "m1", name: { zh: "照片" }, necessity: "required", condition: "甲", formText: "乙", issuer: "丙", validityRule: "丁", sharedData: "戊", fillingNotes: "己", acceptanceStandard: "庚" }],
    fees: { charged: true, text: "辛", items: [{ name: "壬", standard: "癸", reduction: "子" }] }, channels: [{ kind: "window", note: "丑" }], onSiteReason: "寅", booking: { required: true, rule: "卯" }, quantityLimit: "辰",
    specialProcedures: [{ name: "巳", kind: "other" }], intermediaries: [{ service: "午" }], result: { name: "未", kind: "other", validity: "申" }, address: "酉", openingHours: "戌", rights: "亥", duties: "东",
    places: [{ name: "南", address: "西", window: "北", openingHours: "上", directions: "下" }], questions: [{ question: "左", answer: "右" }], organ: { entrustedBy: "春", guidedBy: "夏", jointWith: ["秋"] },
  };
  const parts = pairsOf(content).flatMap(({ field }) => field.split(".").slice(1)).filter((part) => part !== "items" && !/^\d+$/.test(part));
  expect(parts.filter((part) => !(part in zh.paths) || !(part in en.paths))).toEqual([]);
});

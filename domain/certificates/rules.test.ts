import { describe, expect, it } from "vitest";
import type { User } from "@/domain/core/actor";
import type { Answers, FormDefinition } from "@/domain/forms/schema";
import { isHolder } from "./policy";
import { divisionsIn, faceOf, lastValidDay, maskFace, statusOn, validUntil } from "./rules";
import type { CertificateRecord } from "./schema";

describe("lastValidDay", () => {
  it.each([
    ["2026-03-02", 60, "2031-03-01"],
    ["2026-01-01", 12, "2026-12-31"],
    ["2026-03-01", 1, "2026-03-31"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2026-01-31", 1, "2026-02-28"],
    ["2026-11-15", 3, "2027-02-14"],
  ])("of a certificate from %s for %i months is %s", (from, months, until) => expect(lastValidDay(from, months)).toBe(until));
});

describe("validUntil", () => {
  it.each([
    [{ kind: "none" }, undefined, null],
    [{ kind: "none" }, 12, "2027-03-01"],
    [{ kind: "months", months: 60 }, undefined, "2031-03-01"],
    [{ kind: "months", months: 60 }, 12, "2027-03-01"],
    [{ kind: "fixed", until: "2026-12-31" }, 12, "2026-12-31"],
    [{ kind: "untilEvent", event: "户口迁入" }, undefined, null],
  ] as const)("by %j, with %s months of the item, is %s", (rule, months, until) => expect(validUntil(rule, "2026-03-02", months)).toBe(until));
});

describe("statusOn", () => {
  it.each([
    ["valid", "2026-03-02", "valid"],
    ["valid", "2026-03-01", "expired"],
    ["valid", null, "valid"],
    ["revoked", "2026-03-01", "revoked"],
    ["suspended", "2027-01-01", "suspended"],
  ] as const)("of a %s certificate until %s is %s on 2 March 2026", (status, validUntil, now) => expect(statusOn({ status, validUntil }, "2026-03-02")).toBe(now));
});

const zh = (text: string, en?: string) => (en ? { zh: text, en } : { zh: text });
const form: FormDefinition = {
  version: 1,
  sections: [{
    id: "all", title: zh("全部"), fields: [
      { id: "name", type: "text", label: zh("店名") },
      { id: "openedOn", type: "date", label: zh("开业日期") },
      { id: "period", type: "dateRange", label: zh("期间") },
      { id: "kind", type: "choice", label: zh("业态"), options: [{ value: "shop", label: zh("食品销售") }, { value: "canteen", label: zh("餐饮服务") }] },
      { id: "extras", type: "multipleChoice", label: zh("项目"), options: [{ value: "a", label: zh("热食") }, { value: "b", label: zh("冷食") }] },
      { id: "chain", type: "yesNo", label: zh("连锁") },
      { id: "at", type: "address", label: zh("地址") },
      { id: "area", type: "number", label: zh("面积"), unit: zh("平方米") },
      { id: "capital", type: "money", label: zh("资金") },
      { id: "staff", type: "repeatingGroup", label: zh("人员"), fields: [{ id: "who", type: "personName", label: zh("姓名") }, { id: "home", type: "division", label: zh("籍贯") }] },
    ],
  }],
};
const answers: Answers = {
  name: "老张面馆", openedOn: "2026-03-02", period: { start: "2026-01-05", end: "2026-12-31" }, kind: "canteen", extras: ["a", "b"], chain: false,
  at: { division: "310101", detail: "人民路 1 号" }, area: 36.5, capital: 50000, staff: [{ who: "李四", home: "320102" }, { who: "王五" }],
};
const facts = {
  "case.holderName": "张三", "case.holderCode": "310101199001010019", "case.applicationNumber": "310101-20260302-000001-K", "case.itemName": "测试许可", "case.issuer": "测试局",
  "case.decidedOn": "2026年3月2日", "case.validUntil": "长期",
};
const names: Record<string, string> = { "310101": "上海市黄浦区", "320102": "江苏省南京市玄武区" };

describe("faceOf", () => {
  it.each([
    ["name", "老张面馆"],
    ["openedOn", "2026年3月2日"],
    ["period", "2026年1月5日至2026年12月31日"],
    ["kind", "餐饮服务"],
    ["extras", "热食、冷食"],
    ["chain", "否"],
    ["at", "上海市黄浦区人民路 1 号"],
    ["area", "36.5平方米"],
    ["capital", "50,000.00 元"],
    ["staff", "李四，江苏省南京市玄武区\n王五"],
    ["neverAsked", ""],
    ["case.decidedOn", "2026年3月2日"],
    ["case.validUntil", "长期"],
  ])("writes the answer to %s as %j", (field, value) => {
    const face = [{ key: "k", label: zh("标签", "Label"), field }];
    expect(faceOf(face, { form, answers, facts, divisionName: (code) => names[code] ?? code })).toEqual([{ key: "k", labelZh: "标签", labelEn: "Label", value }]);
  });

  it("knows which divisions it will name", () => expect(divisionsIn(form, answers)).toEqual(["310101", "320102"]));
});

const record = (type: "111" | "001", name: string, value: string): CertificateRecord => ({
  schema: "tongban.certificate/1", certificate_identifier: "i", certificate_type_name: "t", certificate_type_code: "c", certificate_name: "n",
  certificate_number: "n", certificate_version: "001", issuing_authority_name: "局", issuing_authority_code: "c", issuing_date: "2026-03-02",
  validate_start: "2026-03-02", validate_end: null, area_code: "310101", holders: [{ name, code: "x", type }], related_item_name: "事项",
  related_item_code: "c", extend_info: [{ key: "k", labelZh: "值", labelEn: "Value", value }], demo: true,
});

describe("maskFace", () => {
  it.each([
    { type: "111", name: "张三丰", value: "人民路 1 号 2 室", holder: "张**", shown: "人民*********" },
    { type: "111", name: "张三丰", value: "男", holder: "张**", shown: "*" },
    { type: "111", name: "张三丰", value: "", holder: "张**", shown: "" },
    { type: "001", name: "老张面馆", value: "负责人 11010519491231002X 电话13800138000", holder: "老张面馆", shown: "负责人 110105********002X 电话138****8000" },
  ] as const)("of a holder of kind $type called $name shows $value as $shown", ({ type, name, value, holder, shown }) => {
    const { holders, fields } = maskFace(record(type, name, value));
    expect([holders[0], fields[0]?.value]).toEqual([holder, shown]);
  });
});

describe("maskFace by the rule of the type", () => {
  it.each([
    ["open", "张三丰", "张三丰"],
    ["name", "张三丰", "张**"],
    ["number", "11010519491231002X", "110105********002X"],
    ["number", "1234567890", "12********"],
    ["most", "人民路 1 号", "人******"],
    ["hidden", "女", "******"],
    ["hidden", "", ""],
  ] as const)("%s shows %j as %j", (mask, value, shown) => {
    const spec = { key: "k", label: zh("值"), type: "text", required: false, mask, maxLength: 40 } as const;
    expect(maskFace(record("111", "张三", value), [spec]).fields[0]?.value).toBe(shown);
  });
});

describe("isHolder", () => {
  const zhang: User = { kind: "user", id: "zhang", name: "张三", accountKind: "citizen", assuranceLevel: "L3", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts: [] };
  const agent: User = { ...zhang, actingFor: { kind: "organisation", id: "org", name: "公司", delegationId: "d", delegation: "agent", scope: { kind: "all" }, acts: ["view", "fill", "submit"], awaitsPrincipal: false } };
  const own = [{ accountId: "zhang", organisationId: null }];
  const company = [{ accountId: null, organisationId: "org" }];
  const shared = [{ accountId: null, organisationId: null }, { accountId: "wang", organisationId: null }, ...own, ...company];
  it.each([
    ["a person of their own", zhang, own, true],
    ["a person of another's", { ...zhang, id: "li" }, own, false],
    ["a person who applied for an organisation, on their own behalf", zhang, company, false],
    ["an agent of the organisation's", agent, company, true],
    ["a later agent of the organisation's", { ...agent, id: "li" }, company, true],
    ["an agent of their own while acting for the organisation", agent, own, false],
    ["staff with the same id", { ...zhang, accountKind: "staff" as const }, own, false],
    ["nobody", { kind: "anonymous" as const }, own, false],
    ["one of several holders", zhang, shared, true],
    ["an agent of an organisation among several", agent, shared, true],
    ["another person, of what several hold", { ...zhang, id: "li" }, shared, false],
    ["a holder without an account", zhang, [{ accountId: null, organisationId: null }], false],
  ])("%s: %#", (_, actor, holders, expected) => expect(isHolder(actor, holders)).toBe(expected));
});

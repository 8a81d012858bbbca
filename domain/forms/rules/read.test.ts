import { describe, expect, test } from "vitest";
import type { LeafField } from "../schema";
import { compileForm } from "./compile";
import type { FormContext } from "./context";
import type { RawAnswers } from "./reading";

const context: FormContext = { today: "2026-11-22", profile: {}, situation: {}, files: new Map([["f1", "身份证.jpg"], ["f2", "背面.jpg"], ["f3", "c.pdf"]]) };

type Spec = Omit<LeafField, "id" | "label"> & Record<string, unknown>;

function read(spec: Spec, raw: RawAnswers, previous = {}) {
  const field = { id: "f", label: { zh: "字段" }, ...spec } as LeafField;
  const form = compileForm({ version: 1, sections: [{ id: "page", title: { zh: "页" }, fields: [field] }] });
  return form.readSection("page", raw, { previous, context });
}

const options = [{ value: "a", label: { zh: "甲" } }, { value: "b", label: { zh: "乙" } }, { value: "c", label: { zh: "丙" } }];
const date = (year: string, month: string, day: string, name = "f"): RawAnswers => ({ [`${name}.year`]: year, [`${name}.month`]: month, [`${name}.day`]: day });

const accepted: [name: string, spec: Spec, raw: RawAnswers, value: unknown][] = [
  ["text, trimmed and with full-width letters made narrow", { type: "text" }, { f: "  ＡＢ１２  号 " }, "AB12 号"],
  ["text of exactly the longest length, counted in characters", { type: "text", maxLength: 2 }, { f: "𠮷𠮷" }, "𠮷𠮷"],
  ["text without control characters and lone surrogates", { type: "text" }, { f: "a\u0000b\ud800" }, "ab\ufffd"],
  ["the first of a text sent twice", { type: "text" }, { f: ["一", "二"] }, "一"],
  ["long text with its line breaks", { type: "longText" }, { f: " 一\r\n二\n" }, "一\n二"],
  ["a number in full width", { type: "number" }, { f: "１２３" }, 123],
  ["a number with separators, blanks and its unit", { type: "number", unit: { zh: "平方米" } }, { f: " 1,200 平方米" }, 1200],
  ["a number with decimals where allowed", { type: "number", decimals: 2 }, { f: "3．50" }, 3.5],
  ["a number with a Chinese full stop for a point", { type: "number", decimals: 1 }, { f: "3。5" }, 3.5],
  ["a number below zero", { type: "number" }, { f: "－5" }, -5],
  ["minus zero as zero", { type: "number" }, { f: "-0" }, 0],
  ["whole numbers with needless decimals", { type: "number" }, { f: "5.00" }, 5],
  ["money with a sign in front", { type: "money" }, { f: "￥１，２００．５０" }, 1200.5],
  ["money in 万元", { type: "money" }, { f: "1.23万元" }, 12300],
  ["money in 万 without binary noise", { type: "money" }, { f: "0.57万" }, 5700],
  ["a date in three inputs", { type: "date" }, date("2024", "2", "29"), "2024-02-29"],
  ["a date in three inputs with dashes", { type: "date" }, { "f-year": "2024", "f-month": "2", "f-day": "29" }, "2024-02-29"],
  ["a date in full width with 年月日", { type: "date" }, date("２０２４年", "０３月", "5日"), "2024-03-05"],
  ["a whole date in the first input", { type: "date" }, date("2024年3月5日", "", ""), "2024-03-05"],
  ["a date of eight digits", { type: "date" }, date("20240305", "", ""), "2024-03-05"],
  ["a date under the bare name", { type: "date" }, { f: "2024-03-05" }, "2024-03-05"],
  ["a date on its latest day", { type: "date", before: "today" }, { f: "2026-11-22" }, "2026-11-22"],
  ["a date range of one day", { type: "dateRange" }, { ...date("2026", "1", "1", "f.start"), ...date("2026", "1", "1", "f.end") }, { start: "2026-01-01", end: "2026-01-01" }],
  ["a choice", { type: "choice", options }, { f: "b" }, "b"],
  ["several choices, each once and in their order", { type: "multipleChoice", options }, { f: ["c", "a", "c"] }, ["a", "c"]],
  ["one of several choices", { type: "multipleChoice", options }, { f: "b" }, ["b"]],
  ["yes", { type: "yesNo" }, { f: "yes" }, true],
  ["no", { type: "yesNo" }, { f: "no" }, false],
  ["是", { type: "yesNo" }, { f: "是" }, true],
  ["a county", { type: "division" }, { f: "３１０１０１" }, "310101"],
  ["a city that has no counties", { type: "division" }, { f: "441900" }, "441900"],
  ["a city where cities are asked", { type: "division", level: "city" }, { f: "310100" }, "310100"],
  ["a province where provinces are asked", { type: "division", level: "province" }, { f: "310000" }, "310000"],
  ["an address", { type: "address" }, { "f.division": "310101", "f.detail": " 福州路 17 弄 " }, { division: "310101", detail: "福州路 17 弄" }],
  ["a name with blanks around", { type: "personName" }, { f: " 陈思远 " }, "陈思远"],
  ["a transliterated name with any dot", { type: "personName" }, { f: "阿依古丽 • 买买提" }, "阿依古丽·买买提"],
  ["a rare character outside the basic plane", { type: "personName" }, { f: "𬭳𠮷" }, "𬭳𠮷"],
  ["a Latin name", { type: "personName" }, { f: "Jean-Luc O'Brien" }, "Jean-Luc O'Brien"],
  ["a citizen ID with blanks and a small x", { type: "citizenId" }, { f: "110105 19491231 002ｘ" }, "11010519491231002X"],
  ["a credit code in small letters", { type: "uscc" }, { f: "91350100m000100y43" }, "91350100M000100Y43"],
  ["a mobile number with +86", { type: "phone" }, { f: "+86 138-0001-0001" }, "13800010001"],
  ["a landline", { type: "phone" }, { f: "（021）6234 0001" }, "021-62340001"],
  ["a landline with country code", { type: "phone" }, { f: "+86 571 87654321" }, "0571-87654321"],
  ["an e-mail address in full width", { type: "email" }, { f: " ａ．b@example.com " }, "a.b@example.com"],
  ["a card number in groups of four", { type: "bankAccount" }, { f: "6228 4800 0000 0000 000" }, "6228480000000000000"],
  ["a passbook account", { type: "bankAccount" }, { f: "１２３４５６７８９０１２" }, "123456789012"],
  ["files, each once", { type: "file" }, { f: ["f1", "f2", "f1"] }, [{ fileId: "f1", name: "身份证.jpg" }, { fileId: "f2", name: "背面.jpg" }]],
  ["a signature, dated today", { type: "signature" }, { "f.name": " 王桂兰 ", "f.agree": "on" }, { name: "王桂兰", signedOn: "2026-11-22" }],
];

// What a phone's keyboard writes when it is spoken to.
const dictated: typeof accepted = [
  ["a mobile number", { type: "phone" }, { f: "一三八零零零一零零零一。" }, "13800010001"],
  ["a mobile number with 幺, 〇 and marks", { type: "phone" }, { f: "幺三八，〇〇〇一、〇〇〇幺" }, "13800010001"],
  ["a landline", { type: "phone" }, { f: "零二一 六二三四零零零一" }, "021-62340001"],
  ["a citizen ID with its X", { type: "citizenId" }, { f: "一一零一零五 一九四九一二三一 零零二X。" }, "11010519491231002X"],
  ["a citizen ID with 叉", { type: "citizenId" }, { f: "110105 19491231 002叉" }, "11010519491231002X"],
  ["a credit code", { type: "uscc" }, { f: "九一三五零一零零M零零零一零零Y四三。" }, "91350100M000100Y43"],
  ["a card number", { type: "bankAccount" }, { f: "六二二八，四八零零，零零零零，零零零零，零零零。" }, "6228480000000000000"],
  ["an e-mail address with a full stop", { type: "email" }, { f: "a@example.com。" }, "a@example.com"],
  ["a number", { type: "number" }, { f: "三百二十。" }, 320],
  ["a number with its unit", { type: "number", unit: { zh: "平方米" } }, { f: "一百零五平方米" }, 105],
  ["a number with a point", { type: "number", decimals: 1 }, { f: "三点五" }, 3.5],
  ["money in 块", { type: "money" }, { f: "三百块。" }, 300],
  ["money in 块钱", { type: "money" }, { f: "三千一百块钱" }, 3100],
  ["money in 元", { type: "money" }, { f: "三百元" }, 300],
  ["money with small change", { type: "money" }, { f: "三块五" }, 3.5],
  ["money with 毛 and 分", { type: "money" }, { f: "十二块五毛五分" }, 12.55],
  ["money in figures with 角", { type: "money" }, { f: "3元5角" }, 3.5],
  ["money in 万", { type: "money" }, { f: "三点五万元" }, 35000],
  ["a whole date", { type: "date" }, date("二零二四年十一月三日。", "", ""), "2024-11-03"],
  ["a date with 号", { type: "date" }, { f: "二〇二四年三月二十一号" }, "2024-03-21"],
  ["a date in three inputs", { type: "date" }, date("一九五零年", "三月", "三十一号"), "1950-03-31"],
  ["yes", { type: "yesNo" }, { f: "是的。" }, true],
  ["no", { type: "yesNo" }, { f: "不是" }, false],
  ["a choice by its words", { type: "choice", options }, { f: "乙。" }, "b"],
  ["a name with a full stop", { type: "personName" }, { f: "梁秀英。" }, "梁秀英"],
];

test.each(dictated)("accepts as dictated %s", (_, spec, raw, value) => {
  const result = read(spec, raw);
  expect(result.errors).toEqual([]);
  expect(result.answers).toEqual({ f: value });
});

test.each(accepted)("accepts %s", (_, spec, raw, value) => {
  const result = read(spec, raw);
  expect(result.errors).toEqual([]);
  expect(result.answers).toEqual({ f: value });
  expect(result.raw).toEqual({});
});

const refused: [name: string, spec: Spec, raw: RawAnswers, code: string, more?: object][] = [
  ["no text", { type: "text" }, {}, "forms.required"],
  ["a blank text", { type: "text" }, { f: " 　\u200b" }, "forms.required"],
  ["text that is too short", { type: "text", minLength: 2 }, { f: "一" }, "forms.tooShort", { params: { min: 2 } }],
  ["text that is too long", { type: "text", maxLength: 2 }, { f: "一二三" }, "forms.tooLong", { params: { max: 2 } }],
  ["long text that is too long", { type: "longText", maxLength: 2 }, { f: "一\n二" }, "forms.tooLong"],
  ["words for a number", { type: "number" }, { f: "十来个" }, "forms.notANumber"],
  ["an exponent", { type: "number" }, { f: "1e3" }, "forms.notANumber"],
  ["decimals where whole numbers are asked", { type: "number" }, { f: "1.5" }, "forms.notWhole"],
  ["too many decimals", { type: "number", decimals: 1 }, { f: "1.25" }, "forms.tooManyDecimals", { params: { decimals: 1 } }],
  ["a number below its least", { type: "number", min: 1 }, { f: "0" }, "forms.tooSmall", { params: { min: 1 } }],
  ["a number above its most", { type: "number", max: 9 }, { f: "10" }, "forms.tooLarge", { params: { max: 9 } }],
  ["a number no ledger holds", { type: "number" }, { f: "9".repeat(400) }, "forms.tooLarge"],
  ["money in thousandths", { type: "money" }, { f: "1.005" }, "forms.tooManyDecimals"],
  ["money below zero", { type: "money" }, { f: "-1" }, "forms.tooSmall"],
  ["no date", { type: "date" }, date("", "", ""), "forms.required"],
  ["a date without month", { type: "date" }, date("2024", "", "5"), "forms.dateIncomplete", { part: "month", params: { part: "whole", missing: "month" } }],
  ["29 February of a common year", { type: "date" }, date("2026", "2", "29"), "forms.dateImpossible"],
  ["a year of two digits", { type: "date" }, date("24", "3", "5"), "forms.dateImpossible"],
  ["a year nobody living knows", { type: "date" }, date("1024", "3", "5"), "forms.dateImpossible"],
  ["a date past its latest day", { type: "date", before: "today" }, { f: "2026-11-23" }, "forms.dateTooLate", { params: { limit: "2026-11-22" } }],
  ["a date before its earliest day", { type: "date", after: "'2026-01-01'" }, { f: "2025-12-31" }, "forms.dateTooEarly", { params: { limit: "2026-01-01" } }],
  ["a range with no end", { type: "dateRange" }, date("2026", "1", "1", "f.start"), "forms.dateRequired", { part: "end", params: { part: "end" } }],
  ["a range with an end that lacks its day", { type: "dateRange" }, { ...date("2026", "1", "1", "f.start"), ...date("2026", "2", "", "f.end") }, "forms.dateIncomplete", { part: "end.day" }],
  ["a range that runs backwards", { type: "dateRange" }, { ...date("2026", "2", "1", "f.start"), ...date("2026", "1", "1", "f.end") }, "forms.rangeReversed", { part: "end" }],
  ["no choice", { type: "choice", options }, { f: "" }, "forms.chooseRequired"],
  ["a choice that was not offered", { type: "choice", options }, { f: "z" }, "forms.notAnOption"],
  ["one stranger among the choices", { type: "multipleChoice", options }, { f: ["a", "z"] }, "forms.notAnOption"],
  ["too many choices", { type: "multipleChoice", options, max: 1 }, { f: ["a", "b"] }, "forms.tooManyChosen", { params: { max: 1 } }],
  ["neither yes nor no", { type: "yesNo" }, { f: "maybe" }, "forms.notAnOption"],
  ["no answer to yes or no", { type: "yesNo" }, {}, "forms.chooseRequired"],
  ["a city where a county is asked", { type: "division" }, { f: "310100" }, "forms.divisionTooBroad", { params: { level: "county" } }],
  ["a province where a city is asked", { type: "division", level: "city" }, { f: "310000" }, "forms.divisionTooBroad"],
  ["a name for a division code", { type: "division" }, { f: "黄浦区" }, "forms.notAnOption"],
  ["an address without district", { type: "address" }, { "f.detail": "福州路" }, "forms.addressDivision", { part: "division" }],
  ["an address without street", { type: "address" }, { "f.division": "310101" }, "forms.addressDetail", { part: "detail" }],
  ["digits in a name", { type: "personName" }, { f: "张3" }, "forms.personName"],
  ["a name of dots", { type: "personName" }, { f: "··" }, "forms.personName"],
  ["a name that is too long", { type: "personName" }, { f: "长".repeat(51) }, "forms.tooLong"],
  ["a citizen ID of 17 characters", { type: "citizenId" }, { f: "11010519491231002" }, "forms.citizenIdLength"],
  ["a citizen ID with a wrong digit", { type: "citizenId" }, { f: "110105194912310021" }, "forms.citizenIdMistyped"],
  ["a credit code with a wrong letter", { type: "uscc" }, { f: "91350100M000100Y44" }, "forms.uscc"],
  ["a phone number of ten digits", { type: "phone" }, { f: "1380001000" }, "forms.phone"],
  ["an e-mail address without domain", { type: "email" }, { f: "a@b" }, "forms.email"],
  ["two e-mail addresses", { type: "email" }, { f: "a@b.cn,c@d.cn" }, "forms.email"],
  ["an account that is too short", { type: "bankAccount" }, { f: "1234567" }, "forms.bankAccountLength"],
  ["letters in an account", { type: "bankAccount" }, { f: "ABCD12345678" }, "forms.bankAccountLength"],
  ["a card with a wrong digit", { type: "bankAccount" }, { f: "6228480000000000001" }, "forms.bankAccountMistyped"],
  ["no file", { type: "file" }, {}, "forms.uploadRequired"],
  ["a file of somebody else", { type: "file" }, { f: ["f1", "f9"] }, "forms.fileMissing"],
  ["too many files", { type: "file", maxFiles: 2 }, { f: ["f1", "f2", "f3"] }, "forms.tooManyFiles", { params: { max: 2 } }],
  ["no signature", { type: "signature" }, {}, "forms.signRequired"],
  ["a tick without a name", { type: "signature" }, { "f.agree": "on" }, "forms.signRequired"],
  ["a name without the tick", { type: "signature" }, { "f.name": "王桂兰" }, "forms.agreeRequired", { part: "agree" }],
];

test.each(refused)("refuses %s and keeps what was typed", (_, ...[spec, raw, code, more]) => {
  const result = read(spec, raw, { f: "earlier" });
  expect(result.errors).toEqual([expect.objectContaining({ sectionId: "page", fieldId: "f", label: { zh: "字段" }, code, ...more })]);
  expect(result.raw).toEqual(raw);
  expect(result.answers).toEqual({});
});

describe("an optional field", () => {
  test.each(["text", "number", "date", "dateRange", "yesNo", "address", "citizenId", "phone", "bankAccount", "file", "signature"] as const)("of type %s may stay open", (type) => {
    expect(read({ type, optional: true }, {}, { f: "earlier" })).toEqual({ answers: {}, raw: {}, errors: [] });
  });

  test("is still judged when something is typed", () => {
    expect(read({ type: "phone", optional: true }, { f: "123" }).errors).toHaveLength(1);
  });
});

test("sending a signed page again does not sign anew", () => {
  const signed = { name: "王桂兰", signedOn: "2026-11-01" };
  expect(read({ type: "signature" }, { "f.name": "王桂兰", "f.agree": "on" }, { f: signed }).answers).toEqual({ f: signed });
  expect(read({ type: "signature" }, { "f.name": "李建国", "f.agree": "on" }, { f: signed }).answers).toEqual({ f: { name: "李建国", signedOn: "2026-11-22" } });
});

test("a signature is the name of one of those who may sign, however it is typed", () => {
  const form = compileForm({ version: 1, sections: [{ id: "page", title: { zh: "页" }, fields: [{ id: "f", type: "signature", label: { zh: "签名" } }] }] });
  const sign = (name: string, signers?: string[]) => form.readSection("page", { "f.name": name, "f.agree": "on" }, { previous: {}, context: { ...context, signers } });
  expect(sign("李 建国", ["王桂兰", "李建国"])).toMatchObject({ errors: [], answers: { f: { name: "李 建国" } } });
  expect(sign("李建国", ["王桂兰"])).toEqual({ answers: {}, raw: { "f.name": "李建国", "f.agree": "on" }, errors: [{ sectionId: "page", fieldId: "f", code: "forms.signerDiffers", params: {}, label: { zh: "签名" } }] });
  expect(sign("李建国", []).errors).toHaveLength(1);
  expect(sign("李建国").errors).toEqual([]);
  expect(form.validate({ f: { name: "李建国", signedOn: "2026-01-01" } }, { ...context, signers: ["王桂兰"] }).errors).toMatchObject([{ code: "forms.signerDiffers" }]);
});

test("a file stored before keeps its name without being resolved again", () => {
  const stored = [{ fileId: "old", name: "旧.pdf" }];
  expect(read({ type: "file" }, { f: ["old"] }, { f: stored }).answers).toEqual({ f: stored });
});

test("a field may be called like something every object has", () => {
  const field: LeafField = { id: "toString", type: "text", label: { zh: "字段" } };
  const form = compileForm({ version: 1, sections: [{ id: "page", title: { zh: "页" }, fields: [field] }] });
  expect(form.readSection("page", {}, { previous: {}, context }).errors).toHaveLength(1);
  expect(form.validate({}, context).errors).toHaveLength(1);
});

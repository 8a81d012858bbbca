import { describe, expect, it, test } from "vitest";
import { columnHeading, importColumns, importIdentity, parseTypedDay, readHeadings, readImportRow } from "./import";

const field = { type: "text", required: true, mask: "open", maxLength: 5 } as const;
const content = {
  fields: [{ ...field, key: "shop", label: { zh: "店名", en: "Shop" } }, { ...field, key: "no", label: { zh: "证照编号" }, maxLength: 40 }, { ...field, key: "area", label: { zh: "面积" }, type: "number" as const, required: false }],
  holderKinds: ["person", "organisation"] as const, validity: { kind: "months" as const, months: 12 }, linkedItems: ["440101001000"],
};
const type = { ...content, holderKinds: [...content.holderKinds] };
const columns = importColumns(type);
const person = "11010519491231002X";
const uscc = "11430000006122244L";
const good = { 证照编号: "A 1", 持证主体: "张三", 持证主体代码: person, 颁发日期: "2025-03-02", 店名: "面馆" };

/** A row under the headings of the template, read as of 2 March 2026. */
function read(cells: Record<string, string>) {
  const { at } = readHeadings(columns.map(columnHeading), columns);
  const row = columns.map(({ zh }) => cells[zh] ?? "");
  return readImportRow(row, at, { content: type, today: "2026-03-02" });
}
const wrong = (cells: Record<string, string>) => {
  const row = read({ ...good, ...cells });
  return Array.isArray(row) ? row.map(({ column, code }) => `${column} ${code.slice(13)}`) : row;
};

test("a type without related items has every row name one, and says so in its template", () => {
  const of = (linkedItems: string[]) => importColumns({ ...type, linkedItems }).map(columnHeading);
  expect(of(["440101001000"])).toContain("关联事项基本编码");
  expect(of([])).toContain("关联事项基本编码*");
});

describe("parseTypedDay", () => {
  it.each([
    ["2024-03-02", "2024-03-02"], ["2024/3/2", "2024-03-02"], ["２０２４．３．２", "2024-03-02"], ["20240302", "2024-03-02"], ["2024年3月2日", "2024-03-02"], [" 2024 年 03 月 02 日 ", "2024-03-02"],
    ["2024-02-30", undefined], ["2024-13-01", undefined], ["2024112", undefined], ["24-3-2", undefined], ["长期", undefined], ["", undefined], ["45353", undefined],
  ])("reads %j as %j", (typed, day) => expect(parseTypedDay(typed)).toBe(day));
});

describe("readHeadings", () => {
  it("finds columns in any order, by either language, with or without the star", () => {
    const { at, problems } = readHeadings(["Shop", " 颁发日期 ", "holder codes", "证照编号＊", "持证主体*"], columns);
    expect(problems).toEqual([]);
    expect([...at]).toEqual([["face.shop", 0], ["issuedOn", 1], ["holderCodes", 2], ["number", 3], ["holderNames", 4]]);
  });

  it("tells what column it does not know, but nobody's number where a row stands in place of headings", () => {
    const told = readHeadings(["备注", "11010519491231002X", "No. 粤餐2024000123"], columns).problems.filter(({ code }) => code === "certificates.columnUnknown");
    expect(told.map(({ column }) => column)).toEqual(["备注", "…", "No. …"]);
  });
});

describe("readImportRow", () => {
  it("fills what may be left out: validity by the type's rule, its item, a field that is headed like a fixed column", () => {
    expect(read(good)).toEqual({
      number: "A 1", holders: [{ name: "张三", code: person, type: "111" }], issuedOn: "2025-03-02", validFrom: "2025-03-02", validUntil: "2026-03-01", itemCode: "440101001000",
      face: [{ key: "shop", labelZh: "店名", labelEn: "Shop", value: "面馆" }, { key: "no", labelZh: "证照编号", labelEn: "证照编号", value: "A 1" }, { key: "area", labelZh: "面积", labelEn: "面积", value: "" }],
    });
  });

  it("takes several holders of either kind, in their order", () => {
    expect(read({ ...good, 持证主体: "张三；某公司", 持证主体代码: `${person.toLowerCase()}、${uscc}`, 有效期止: "长期" })).toMatchObject({ validUntil: null, holders: [{ code: person, type: "111" }, { name: "某公司", code: uscc, type: "001" }] });
  });

  it.each(["长期", "9999-12-31", "9999年12月31日", "99991231"])("reads %s as without end", (typed) => expect(read({ ...good, 有效期止: typed })).toMatchObject({ validUntil: null }));

  it.each<[Record<string, string>, string[]]>([
    [{ 证照编号: "" }, ["证照编号 cellMissing", "证照编号 cellMissing"]],
    [{ 持证主体: "", 持证主体代码: "" }, ["持证主体 cellMissing", "持证主体代码 cellMissing"]],
    [{ 持证主体代码: "110105194912310021" }, ["持证主体代码 holderCodeMalformed"]],
    [{ 持证主体: "甲、乙", 持证主体代码: `${person}、${person}` }, ["持证主体代码 holderTwice"]],
    [{ 颁发日期: "" }, ["颁发日期 cellMissing"]],
    [{ 颁发日期: "2026-03-03" }, ["颁发日期 dayInFuture"]],
    [{ 有效期起: "昨天" }, ["有效期起 dayMalformed"]],
    [{ 有效期起: "0001-01-01" }, ["有效期起 dayMalformed"]],
    [{ 有效期止: "9999-12-30" }, ["有效期止 dayMalformed"]],
    [{ 有效期止: "2024-01-01" }, ["有效期止 validityEndsFirst"]],
    [{ 关联事项基本编码: "1" }, ["关联事项基本编码 itemCodeMalformed"]],
    [{ 店名: "六个字的店名" }, ["店名 cellTooLong"]],
    [{ 面积: "很大" }, ["面积 cellNotANumber"]],
  ])("says of %j what is wrong", (cells, problems) => expect(wrong(cells)).toEqual(problems));
});

it("knows a certificate again whatever the order of its holders and the spelling of its number", () => {
  const [one, two] = [{ name: "张三", code: person, type: "111" as const }, { name: "某公司", code: uscc, type: "001" as const }];
  expect(importIdentity("t", { number: "a-1", holders: [one, two] })).toBe(importIdentity("t", { number: " A1 ", holders: [two, one] }));
  expect(importIdentity("t", { number: "a-1", holders: [one] })).not.toBe(importIdentity("u", { number: "a-1", holders: [one] }));
});

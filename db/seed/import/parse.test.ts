import { describe, expect, it } from "vitest";
import { parseItemCode } from "@/domain/core/codes";
import documented from "../data/service-items.json";
import portal from "../data/service-items-guangdong-2021.json";
import { readImportFile } from "./parse";

const row = (patch: Record<string, unknown> = {}) => ({
  id: "residence-permit", name: "居住证申领", itemType: "行政确认", department: "公安机关（居住地派出所）", level: "县级", audience: ["自然人"],
  materials: [{ name: "居民身份证", required: true }], ...patch,
});
const portalRow = (patch: Record<string, unknown> = {}) => ({
  taskCode: "11440000006939756B2440101007000", name: "提价申报", itemType: "行政许可", itemTypeCode: "01", level: "省级", department: "广东省发展和改革委员会",
  area: { code: "440000", name: "广东省" }, audience: ["自然人"], ...patch,
});
const first = (rows: unknown[]) => {
  const [item] = readImportFile({ items: rows }).items;
  if (!item) throw new Error("the row was refused");
  return item;
};

describe("readImportFile on the real files", () => {
  const a = readImportFile(documented);
  const b = readImportFile(portal);

  it("reads all 136 documented items and refuses none", () => {
    expect(a.format).toBe("documented");
    expect([a.read, a.items.length, a.refused]).toEqual([136, 136, []]);
  });

  it("reads all 2,262 portal items and only warns of the six codes whose check character fails", () => {
    expect([b.read, b.items.length, b.refused]).toEqual([2262, 2262, []]);
    const failing = b.items.filter(({ warnings }) => warnings.some(({ problem }) => problem.includes("check character")));
    expect(failing).toHaveLength(6);
  });

  it("keeps the sources' words on limits, and no notes on where they were found", () => {
    const texts = a.items.flatMap(({ content: { statutoryLimit, promisedLimit } }) => [statutoryLimit?.text, promisedLimit?.text]).filter((text) => text !== undefined);
    expect(texts).toContain("自提交申领登记表之日起60日内发放；交通不便地区最多再延30日");
    expect(texts).toContain("行政许可法一般期限");
    expect(texts.filter((text) => /portal|_DAY|页面|[局厅会] ?[(（]?20\d\d|^(?:云南|福建|广东|广州|海南)/u.test(text))).toEqual([]);
  });

  it("gives every item a code of its own, well-formed wherever we made it", () => {
    const codes = [...a.items, ...b.items].map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { code } of a.items) expect(parseItemCode(code)).toMatchObject({ kind: "handling", warnings: [] });
  });

  it("makes the same codes again, whatever else stands in the file", () => {
    const alone = readImportFile({ items: documented.items.filter(({ id }) => id === "food-business") });
    expect(alone.items[0]?.code).toBe(a.items.find(({ sourceId }) => sourceId === "food-business")?.code);
  });

  it("puts a certificate in place of a paper that is called like it, not of somebody else's", () => {
    const typesOf = (id: string, name: string) => a.items.find(({ sourceId }) => sourceId === id)?.content.materials.find((material) => material.name.zh === name)?.certificateTypes;
    expect([typesOf("residence-permit-endorse", "居住证"), typesOf("passport", "广东省居住证"), typesOf("passport", "居民身份证")]).toEqual([["residence-permit"], ["residence-permit"], ["resident-id-card"]]);
    expect([typesOf("hk-macau-permit", "监护人身份证明"), typesOf("residence-permit-endorse", "居住地住址、就业或就读证明")]).toEqual([undefined, undefined]);
    const [permit, endorsement] = ["residence-permit", "residence-permit-endorse"].map((id) => a.items.find(({ sourceId }) => sourceId === id));
    expect(endorsement?.department).toEqual(permit?.department);
  });

  it("finds a certificate type for most results that are certificates", () => {
    const certificates = a.items.filter(({ content }) => content.result?.kind === "certificate");
    const typed = certificates.filter(({ content }) => content.result?.certificateType);
    expect(typed.length / certificates.length).toBeGreaterThan(0.9);
    for (const { content } of typed) expect(content.steps.at(-1)?.kind).toBe("certificate");
  });

  it("keeps the six showcase items in one district", () => {
    const ids = ["residence-permit", "elder-allowance", "food-business", "sole-trader-register", "disability-cert", "nurse-register"];
    const places = a.items.filter(({ sourceId }) => sourceId && ids.includes(sourceId)).map(({ department }) => department.divisionCode);
    expect(places).toEqual(ids.map(() => "440104"));
  });
});

describe("readImportFile refusals", () => {
  it.each([
    ["nothing", null], ["a list", [row()]], ["another object", { services: [] }], ["rows of another kind", { items: [{ title: "x" }] }], ["an empty file", { items: [] }],
  ])("refuses %s as an unknown format", (_, json) => {
    expect(() => readImportFile(json)).toThrow(expect.objectContaining({ code: "items.unknownFormat" }));
  });

  it.each([
    [row({ name: "" }), "name"],
    [row({ itemType: "行政命令" }), "itemType"],
    [row({ audience: ["外星人"] }), "audience[0]"],
    [row({ materials: [{ name: "甲" }, { name: 7 }] }), "materials[1].name"],
    [row({ statutory: { value: -1, unit: "工作日" } }), "statutory.value"],
    [row({ promised: { value: 3, unit: "周" } }), "promised.unit"],
    [row({ id: "Not an id" }), "id"],
  ])("names the field of a broken documented row", (broken, field) => {
    const { items, refused } = readImportFile({ items: [row({ id: "good" }), broken] });
    expect(items).toHaveLength(1);
    expect(refused).toMatchObject([{ row: 2, problems: [{ field }] }]);
  });

  it.each([
    [portalRow({ taskCode: "123" }), "taskCode"],
    [portalRow({ area: { code: "44" } }), "area.code"],
    [portalRow({ materials: [""] }), "materials[0]"],
    [portalRow({ level: "县以上" }), "level"],
  ])("names the field of a broken portal row", (broken, field) => {
    const { refused } = readImportFile({ source: {}, items: [broken] });
    expect(refused).toMatchObject([{ row: 1, problems: [{ field }] }]);
  });

  it("reports every problem of a row, not the first only", () => {
    const [refusal] = readImportFile({ items: [row({ name: "", level: "街道" })] }).refused;
    expect(refusal?.problems.map(({ field }) => field)).toEqual(["name", "level"]);
  });

  it("refuses what is no object and what stood there before", () => {
    const { items, refused } = readImportFile({ items: [row(), "text", row()] });
    expect(items).toHaveLength(1);
    expect(refused).toMatchObject([{ row: 2, problems: [{ field: "row" }] }, { row: 3, problems: [{ field: "id", problem: "the same as row 1" }] }]);
  });
});

describe("what a row becomes", () => {
  it.each([
    ["日 of a licence is a workday", { itemType: "行政许可", statutory: { value: 20, unit: "日" } }, { value: 20, unit: "workday" }],
    ["日 of anything else is a calendar day", { statutory: { value: 15, unit: "日" } }, { value: 15, unit: "calendarDay" }],
    ["当场 is nought days", { statutory: { value: 0, unit: "当场" } }, { value: 0, unit: "workday" }],
    ["a month is thirty days and keeps its words", { statutory: { value: 1, unit: "月" } }, { value: 30, unit: "calendarDay", text: "1个月" }],
  ])("%s", (_, patch, limit) => {
    expect(first([row(patch)]).content.statutoryLimit).toEqual(limit);
  });

  it("leaves out a promise that is longer than the law allows, and says so", () => {
    const { content, warnings } = first([row({ statutory: { value: 30, unit: "自然日" }, promised: { value: 40, unit: "工作日" } })]);
    expect([content.statutoryLimit, content.promisedLimit]).toEqual([{ value: 30, unit: "calendarDay" }, null]);
    expect(warnings.map(({ field }) => field)).toContain("promised");
  });

  it("takes an item decided on the spot as instant, without review", () => {
    const { content } = first([row({ promised: { value: 0, unit: "当场" } })]);
    expect(content.handling).toBe("instant");
    expect(content.steps.map(({ kind }) => kind)).toEqual(["accept", "decide"]);
  });

  it("reviews a promised item and makes its certificate", () => {
    const { content } = first([row({ result: { name: "居住证", kind: "证照" } })]);
    expect(content.steps.map(({ kind }) => kind)).toEqual(["accept", "review", "decide", "certificate"]);
    expect(content.result?.certificateType).toBe("residence-permit");
  });

  it("asks a yes/no question where a material depends on a condition, and none for a moment", () => {
    const { content } = first([row({ materials: [{ name: "甲", required: false, condition: "委托办理" }, { name: "乙", required: false, condition: "按需" }] })]);
    expect(content.situations).toHaveLength(1);
    expect(content.materials[0]).toMatchObject({ necessity: "required", condition: "委托办理" });
    expect(content.materials[1]).toMatchObject({ necessity: "optional", description: { zh: "按需提交" } });
    expect(content.materials[1]).not.toHaveProperty("when");
  });

  it("gives a licence assurance level L2 and a confirmation L1", () => {
    expect(first([row({ itemType: "行政许可" })]).content.minAssuranceLevel).toBe("L2");
    expect(first([row()]).content.minAssuranceLevel).toBe("L1");
  });

  it("gives an item to the bureau named first, in a district of the demo city", () => {
    expect(first([row({ department: "县级民政部门会同残联" })]).department.name).toMatch(/^广州市.+区民政局$/);
    expect(first([row({ department: "乡镇人民政府或县级教育行政部门" })]).department.name).toMatch(/教育局$/);
    expect(first([row({ department: "公安机关", level: "省级" })]).department).toMatchObject({ name: "广东省公安厅", uscc: "11440000006940140C" });
  });

  it("warns when no bureau is known, and when a levy is shown among the other powers", () => {
    const { warnings, content } = first([row({ department: "某某机构", itemType: "行政征收" })]);
    expect(warnings.map(({ field }) => field)).toEqual(["itemType", "department"]);
    expect(content.itemType).toBe("10");
  });

  it("keeps the code system of the source beside a portal item", () => {
    expect(first([portalRow()]).content.sources[0]?.ref).toContain("事项类型编码 01（来源编码体系）");
  });
});

import { describe, expect, test } from "vitest";
import type { RevisionContent } from "@/domain/items/schema";
import type { DirectoryElements } from "@/domain/items/schema/directory";
import { agreedElements, differences, inherit, trespasses } from "./directory";

const elements: DirectoryElements = {
  name: "无线电台执照", itemType: "01", levels: ["2", "3"], audience: ["2"], statutoryLimit: { value: 20, unit: "workday" },
  legalBasis: [{ instrument: "中华人民共和国无线电管理条例", articles: "第二十七条" }],
};
const content = (overrides: Partial<RevisionContent> = {}): RevisionContent => ({
  ...inheritable, themes: ["公共安全"], lifeEvents: [], keywords: [], handling: "promised", level: "3",
  promisedLimit: { value: 5, unit: "workday" }, conditions: [], situations: [], materials: [], flow: [], steps: [], fees: null,
  result: null, questions: [], visits: 0, onlineDepth: "4", courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null, ...overrides,
});
const { levels: _, ...inheritable } = elements;

describe("inherit", () => {
  test("takes the directory's elements over and leaves the department's own", () => {
    const taken = inherit(content({ name: "电台执照", audience: ["1"], legalBasis: [], statutoryLimit: null }), elements);
    expect(taken).toEqual(content());
    expect(taken.promisedLimit).toEqual({ value: 5, unit: "workday" });
  });
  test("keeps what a handling item adds to the name, also when the directory is renamed", () => {
    expect(inherit(content({ name: "无线电台执照（变更）" }), elements).name).toBe("无线电台执照（变更）");
    expect(inherit(content({ name: "无线电台执照（变更）" }), { ...elements, name: "无线电执照" }, elements).name).toBe("无线电执照（变更）");
    expect(inherit(content({ name: "无线电台执照核发" }), elements).name).toBe("无线电台执照");
  });
  test("leaves an English name alone where the directory has none", () => {
    expect(inherit(content({ nameEn: "Radio licence" }), elements).nameEn).toBe("Radio licence");
  });
});

describe("differences and trespasses", () => {
  test.each<[string, Partial<RevisionContent>, string[]]>([
    ["nothing", {}, []],
    ["a handling item's name", { name: "无线电台执照（变更）" }, []],
    ["another name", { name: "电台许可" }, ["name"]],
    ["another limit and basis", { statutoryLimit: { value: 10, unit: "workday" }, legalBasis: [] }, ["statutoryLimit", "legalBasis"]],
    ["another audience and type", { audience: ["1", "2"], itemType: "10" }, ["itemType", "audience"]],
    ["what departments fill in themselves", { promisedLimit: null, address: "越秀区", visits: 2 }, []],
  ])("%s", (_name, overrides, expected) => {
    expect(differences(content(overrides), elements)).toEqual(expected);
    expect(trespasses(content(), content(overrides), elements)).toEqual(expected);
  });
  test("what differed before an edit is no trespass, taking the directory's over is none either", () => {
    const old = content({ name: "旧名称" });
    expect(trespasses(old, { ...old, visits: 1 }, elements)).toEqual([]);
    expect(trespasses(old, content(), elements)).toEqual([]);
    expect(trespasses(old, { ...old, name: "另一个名称" }, elements)).toEqual(["name"]);
  });
});

describe("agreedElements", () => {
  test("is what all say, with all their levels; nothing where they disagree", () => {
    expect(agreedElements([content({ level: "3" }), content({ level: "2", address: "elsewhere" })])).toEqual(elements);
    expect(agreedElements([content(), content({ statutoryLimit: null })])).toBeUndefined();
    expect(agreedElements([content(), content({ name: "无线电台执照（变更）" })])).toBeUndefined();
    expect(agreedElements([])).toBeUndefined();
  });
});

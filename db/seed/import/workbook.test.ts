import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import readSheets from "read-excel-file/node";
import writeSheets, { type SheetData } from "write-excel-file/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { fromCells } from "@/domain/items/rules/workbook-read";
import { toCells } from "@/domain/items/rules/workbook";
import documented from "../data/service-items.json";
import { readItems } from "../items";
import { seedReference } from "../reference";
import type { Entry } from "./parse";
import { readEntries } from "./read";
import { importItems } from "./store";
import { lookUpIn, workbookBytes } from "./workbook";

const now = new Date("2026-03-02T01:00:00.000Z");
const { items } = readItems(documented);

describe("a workbook of items", () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let folder: string;
  const entriesOf = async (bytes: Buffer): Promise<Entry[]> => {
    const path = join(folder, `${crypto.randomUUID()}.xlsx`);
    await writeFile(path, bytes);
    const entries: Entry[] = [];
    for await (const entry of readEntries(path, { lookUp: lookUpIn(database.db) })) entries.push(entry);
    return entries;
  };
  /** The workbook of some items with cells changed: by sheet, row (2 is the first item's) and heading. */
  const changed = async (codes: string[], changes: [sheet: string, row: number, heading: string, value: string][], leaveOut: string[] = []) => {
    const tables = await readSheets(await workbookBytes(database.db, { codes }));
    for (const [sheet, row, heading, value] of changes) {
      const data = tables.find((table) => table.sheet === sheet)!.data;
      const at = data[0]!.findIndex((text) => String(text).startsWith(heading));
      (data[row - 1] ??= [])[at] = value;
    }
    return writeSheets(tables.filter(({ sheet }) => !leaveOut.includes(sheet)).map(({ sheet, data }) => ({ sheet, data: Array.from(data, (row) => Array.from(row ?? [], (value) => (value === null || value === undefined ? null : { type: String, value: String(value) }))) as SheetData }))).toBuffer();
  };
  const code = (sourceId: string) => items.find((item) => item.sourceId === sourceId)!.code;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), "workbook-"));
    await database.db.transaction(async (tx) => {
      await seedReference(tx, now, () => undefined);
      await importItems(tx, items, { publish: true, now });
    });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([database.close(), rm(folder, { recursive: true })]);
  });

  it("comes back as it went out: every documented item, forms made by hand too, unchanged to the letter", async () => {
    const entries = await entriesOf(await workbookBytes(database.db, {}));
    expect(entries).toHaveLength(items.length);
    for (const entry of entries) expect(entry).toMatchObject({ content: items.find((item) => "code" in entry && item.code === entry.code)?.content });
  }, 60_000);

  it("changes what was changed, by code or by word, and leaves what it does not hold", async () => {
    const before = items.find(({ sourceId }) => sourceId === "elder-allowance")!;
    const [entry] = await entriesOf(await changed([before.code], [
      ["事项", 2, "事项名称", "高龄老人津贴"], ["事项", 2, "服务对象", "1、企业法人"], ["事项", 2, "承诺时限 ", "7"], ["事项", 2, "承诺时限单位", "工作日"], ["事项", 2, "到现场次数", ""],
      ["材料", 2, "必要性", "容缺后补"], ["条件", 2, "受理条件", "年满八十周岁"],
    ], ["问题"]));
    expect(entry).toMatchObject({ content: { name: "高龄老人津贴", audience: ["1", "2"], promisedLimit: { value: 7, unit: "workday" }, visits: null, form: before.content.form, questions: before.content.questions } });
    if (!entry || "problems" in entry) throw new Error("refused");
    expect(entry.content.materials[0]).toEqual({ ...before.content.materials[0], necessity: "tolerable" });
    expect(entry.content.conditions[0]).toBe("年满八十周岁");
    expect(entry.content.english).toEqual(before.content.english);
  });

  it("takes English from its sheet, text by text, and says where one is wrong", async () => {
    const before = items.find(({ sourceId }) => sourceId === "residence-permit")!;
    const [first = "", second = ""] = before.content.conditions;
    const [entry] = await entriesOf(await changed([before.code], [["英文", 2, "英文", "Half a year away from home"], ["英文", 3, "英文", ""]]));
    const { [second]: _gone, ...others } = before.content.english ?? {};
    expect(entry).toMatchObject({ content: { conditions: [first, second] } });
    expect(entry && "content" in entry && entry.content.english).toEqual({ ...others, [first]: "Half a year away from home" });
    const [wrong] = await entriesOf(await changed([before.code], [["英文", 3, "英文", "A".repeat(4001)]]));
    expect(wrong).toMatchObject({ problems: [expect.objectContaining({ sheet: "英文", row: 3, field: "英文 English", code: "tooLong" })] });
  });

  it("leaves English alone where it has no sheet for it, beside the Chinese it was written for", async () => {
    const before = items.find(({ sourceId }) => sourceId === "residence-permit")!;
    const [entry] = await entriesOf(await changed([before.code], [["条件", 2, "受理条件", "住满一年"]], ["英文"]));
    expect(entry).toMatchObject({ content: { conditions: ["住满一年", expect.any(String)], english: before.content.english } });
  });

  it("names sheet, row and column of what is wrong", async () => {
    const [entry] = await entriesOf(await changed([code("elder-allowance")], [
      ["事项", 2, "事项类型", "行政命令"], ["事项", 2, "承诺时限 ", "三天"], ["材料", 3, "材料名称", ""], ["材料", 2, "空白表格地址", "not an address"],
    ]));
    expect(entry).toMatchObject({ row: 2, problems: expect.arrayContaining([
      expect.objectContaining({ sheet: "事项", row: 2, field: "事项类型 Type", code: "notAllowed" }), expect.objectContaining({ sheet: "事项", row: 2, field: "承诺时限 Promised limit", code: "wrongType" }),
      expect.objectContaining({ sheet: "材料", row: 3, field: "材料名称 Name" }), expect.objectContaining({ sheet: "材料", row: 2, field: "空白表格地址 Blank form", code: "malformed" }),
    ]) });
  });

  it("makes a new item of a new code, with the steps of its kind", async () => {
    const [organ] = items;
    const fresh = `${organ!.department.uscc}${organ!.department.level}44010ZZZZ00001`;
    const [, entry] = await entriesOf(await changed([organ!.code], [
      ["事项", 3, "事项编码", fresh], ["事项", 3, "部门信用代码", organ!.department.uscc], ["事项", 3, "事项名称", "新事项"], ["事项", 3, "事项类型", "01"], ["事项", 3, "行使层级", "县级"],
      ["事项", 3, "服务对象", "自然人"], ["事项", 3, "办件类型", "即办件"], ["材料", 90, "事项编码", fresh], ["材料", 90, "材料名称", "身份证"], ["材料", 90, "必要性", "必要"],
    ]));
    expect(entry).toMatchObject({ code: fresh, content: { name: "新事项", itemType: "01", level: "4", handling: "instant", minAssuranceLevel: "L2", steps: [{ kind: "accept" }, { kind: "decide" }], materials: [{ key: "m1", name: { zh: "身份证" }, necessity: "required" }] } });
  });

  it("refuses a code that is none, an organ nobody knows, and an item that came before", async () => {
    const first = code("elder-allowance");
    const entries = await entriesOf(await changed([first], [["事项", 3, "事项编码", "12"], ["事项", 4, "事项编码", `${first.slice(0, 31)}77`], ["事项", 4, "部门信用代码", "911"], ["事项", 5, "事项编码", first]]));
    expect(entries.slice(1).map((entry) => "problems" in entry && entry.problems[0]?.code)).toEqual(["malformed", "noDepartment", "sameAsRow"]);
  });

  it("holds text only: what looks like a formula or a number stays what was written", async () => {
    const content = { ...items[0]!.content, name: "=HYPERLINK(\"http://evil\")", plainName: "+1", address: "@SUM(A1)", consultPhone: "-020", openingHours: "00123" };
    await database.db.transaction((tx) => importItems(tx, [{ ...items[0]!, content }], { publish: true, now }));
    const bytes = await workbookBytes(database.db, { codes: [items[0]!.code] });
    expect(bytes.includes(Buffer.from("<f>"))).toBe(false);
    expect(await entriesOf(bytes)).toMatchObject([{ content }]);
  });

  it("with no items is a template whose sheets are there to fill in, with the words allowed", async () => {
    const tables = await readSheets(await workbookBytes(database.db, { codes: [] }));
    expect(tables.map(({ sheet }) => sheet)).toEqual(["事项", "材料", "条件", "流程", "依据", "收费", "问题", "英文", "说明"]);
    expect(JSON.stringify(tables.at(-1)?.data)).toContain("01 行政许可 | 05 行政给付");
  });

  it("is refused when it unpacks to more than a hundred megabytes, whatever it says of its size", async () => {
    await expect(entriesOf(bomb(2_000_000_000))).rejects.toMatchObject({ code: "items.workbookTooLarge" });
  }, 30_000);

  it.each([["no archive inside", Buffer.from("PK\u0003\u0004 nothing")], ["an archive of something else", bomb(100)]])("is refused when it is %s", async (_, bytes) => {
    await expect(entriesOf(bytes)).rejects.toMatchObject({ code: "items.workbookUnreadable" });
  });

  it.each(items.map((item) => [item.sourceId, item] as const))("%s survives its cells", (_, { content }) => {
    const cells = toCells(content);
    const rows = Object.fromEntries(Object.entries(cells).map(([key, list]) => [key, list.map((one, index) => ({ row: index + 2, cells: one }))]));
    expect(fromCells({ ...rows, items: { row: 2, cells: cells.items[0]! } }, content)).toEqual(content);
  });
});

/** A ZIP with one part of so many zeros, which claims to hold a hundred bytes. */
function bomb(zeros: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(Math.min(zeros, 150_000_000)));
  const name = Buffer.from("xl/worksheets/sheet1.xml");
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(block.length, 18);
  local.writeUInt32LE(100, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(block.length, 20);
  central.writeUInt32LE(100, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + block.length, 16);
  return Buffer.concat([local, name, block, central, name, end]);
}

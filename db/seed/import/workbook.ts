import { Worker } from "node:worker_threads";
import { inArray } from "drizzle-orm";
import writeSheets, { type Cell, type SheetData } from "write-excel-file/node";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { departments } from "@/db/schema";
import { parseItemCode, parseUscc } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { rowProblem } from "@/domain/items/rules/exchange";
import { codeOf, heading, helpSheet, sheets, toCells, wordsOf, type Cells, type Column, type SheetKey } from "@/domain/items/rules/workbook";
import { fromCells, placeIn, type ItemRows, type SheetRow } from "@/domain/items/rules/workbook-read";
import { ItemType, Level, RevisionContent } from "@/domain/items/schema";
import type { ItemDocument } from "@/domain/items/schema/exchange";
import { exportItems, type Selection } from "./export";
import type { Problem } from "./imported";
import { assuranceFor, stepsFor } from "./normalise";
import type { Entry } from "./parse";

/** The most that a workbook may unpack to, and hold; larger files are exchanged as lines of JSON. */
export const workbookLimits = { bytes: 100 * 1024 * 1024, entries: 200, rows: 50_000 };
const mostItems = 5000;
const tooLarge = () => new DomainError("invalid", "items.workbookTooLarge", { megabytes: workbookLimits.bytes / 1024 / 1024, rows: workbookLimits.rows });

/** A workbook of items to fill in and read back, or, of none, the empty template. Errors: `items.workbookTooLarge`. */
export async function workbookBytes(db: Reader, selection: Selection): Promise<Buffer> {
  const rows = new Map<SheetKey, string[][]>(sheets.map(({ key }) => [key, []]));
  let items = 0;
  if (selection.codes?.length !== 0) {
    for await (const page of exportItems(db, selection)) {
      items += page.length;
      if (items > mostItems) throw tooLarge();
      for (const document of page) addRows(rows, document);
    }
  }
  const pages = sheets.map(({ key, title, columns }) => ({ sheet: title, data: dataOf(columns, rows.get(key) ?? []), columns: columns.map(({ width = 16 }) => ({ width })), stickyRowsCount: 1 }));
  return writeSheets([...pages, { sheet: helpSheet, data: helpData(), columns: [{ width: 12 }, { width: 34 }, { width: 60 }, { width: 60 }] }]).toBuffer();
}

function addRows(rows: Map<SheetKey, string[][]>, { code, department, divisionCode = department.divisionCode, content }: ItemDocument): void {
  const cells = toCells(content);
  const place: Cells = { code, uscc: department.uscc, department: department.name, division: divisionCode };
  for (const { key, columns } of sheets) {
    for (const row of cells[key]) rows.get(key)?.push(columns.map((column) => ({ ...row, ...(key === "items" ? place : { code }) })[column.key] ?? ""));
  }
}

const spareRows = 200;
// Text, always: neither a formula, nor a number of thirty digits that a spreadsheet would round.
const cell = (value: string): Cell => ({ type: String, format: "@", ...(value === "" ? {} : { value }) });

function dataOf(columns: readonly Column[], rows: readonly string[][]): SheetData {
  const spare = Array.from({ length: rows.length === 0 ? spareRows : 20 }, () => columns.map(() => cell("")));
  return [columns.map((column) => ({ value: heading(column), fontWeight: "bold" as const })), ...rows.map((row) => row.map(cell)), ...spare];
}

function helpData(): SheetData {
  const bold = (value: string) => ({ value, fontWeight: "bold" as const });
  return [
    [bold("怎么填"), { value: "每行属于第一列编码的事项。没有改动的单元格不改变任何内容；删去一张表，它的内容保持原样。多个值用“、”隔开。" }],
    [bold("How to"), { value: "Each row belongs to the item whose code is in its first column. A cell left as it is changes nothing; a sheet taken out leaves what it holds. Several values stand apart by 、" }],
    [],
    [bold("工作表 Sheet"), bold("列 Column"), bold("可填 Allowed"), bold("说明 Note")],
    ...sheets.flatMap(({ title, columns }) => columns.map((column) => [{ value: title }, { value: heading(column) }, { value: wordsOf(column).join(" | ") }, { value: column.hint ?? (column.many ? "可填多个 several" : "") }])),
  ];
}

const Answer = z.union([
  z.object({ sheets: z.array(z.object({ title: z.string(), rows: z.array(z.array(z.string())) })) }),
  z.object({ problem: z.enum(["tooLarge", "unreadable"]) }),
]);
type Table = Extract<z.infer<typeof Answer>, { sheets: unknown }>["sheets"][number];

/** The tables of a workbook, read apart from this thread. Errors (invalid): `items.workbookTooLarge`, `items.workbookUnreadable`. */
export function readTables(path: string): Promise<Table[]> {
  return new Promise((resolve, reject) => {
    const unreadable = () => reject(new DomainError("invalid", "items.workbookUnreadable"));
    const worker = new Worker(new URL("./workbook-worker.ts", import.meta.url), { workerData: { path, limits: workbookLimits }, resourceLimits: { maxOldGenerationSizeMb: 1536 } });
    worker.once("message", (message: unknown) => {
      const answer = Answer.safeParse(message);
      if (!answer.success) return unreadable();
      return "sheets" in answer.data ? resolve(answer.data.sheets) : answer.data.problem === "tooLarge" ? reject(tooLarge()) : unreadable();
    });
    worker.once("error", (error) => ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? reject(tooLarge()) : unreadable()));
    worker.once("exit", unreadable);
  });
}

/** What a workbook's rows begin from: the items there are, by code, and the organs, by credit code. */
export type Known = { items: ReadonlyMap<string, ItemDocument>; departments: ReadonlyMap<string, ItemDocument["department"]> };
export type LookUp = (codes: readonly string[], usccs: readonly string[]) => Promise<Known>;

/** Looks up what is being written or published under these codes, and the organs that are named. */
export const lookUpIn = (db: Reader): LookUp => async (codes, usccs) => {
  const items = new Map<string, ItemDocument>();
  for await (const page of exportItems(db, { codes, drafts: true })) for (const document of page) items.set(document.code, document);
  const rows = usccs.length > 0 ? await db.select().from(departments).where(inArray(departments.uscc, [...usccs])) : [];
  return { items, departments: new Map(rows.map(({ uscc, name, level, divisionCode }) => [uscc, { uscc, name, level: Level.parse(level), divisionCode }])) };
};

const atOnce = 200;

/** The items of a workbook one after another, each with what is wrong by sheet, row and column. */
export async function* readWorkbook(path: string, lookUp: LookUp): AsyncGenerator<Entry> {
  const found = bySheet(await readTables(path));
  const items = found.get("items");
  if (!items) throw new DomainError("invalid", "items.workbookUnreadable");
  const others = new Map([...found].map(([key, rows]) => [key, Map.groupBy(rows, ({ cells }) => codeIn(cells))]));
  const seen = new Map<string, number>();
  for (let at = 0; at < items.length; at += atOnce) {
    const batch = items.slice(at, at + atOnce);
    const known = await lookUp(batch.map(({ cells }) => codeIn(cells)), [...new Set(batch.map(({ cells }) => usccIn(cells)))]);
    for (const row of batch) yield itemOf(rowsOf(row, others), known, seen);
  }
}

const codeIn = (cells: Cells) => (cells["code"] ?? "").replace(/\s/g, "").toUpperCase();
const usccIn = (cells: Cells) => parseUscc(cells["uscc"] ?? "")?.number ?? (cells["uscc"] ?? "").trim();

/** The rows of each sheet that a workbook has, its columns found by their headings, in any order. */
function bySheet(tables: readonly Table[]): Map<SheetKey, SheetRow[]> {
  return new Map(sheets.flatMap(({ key, title, columns }) => {
    const table = tables.find((one) => one.title.trim() === title);
    if (!table) return [];
    const [head = [], ...body] = table.rows;
    const keys = head.map((text) => columns.find((column) => text.trim() === heading(column) || text.trim() === column.zh || text.trim() === column.en)?.key);
    const rows = body.map((row, index) => ({ row: index + 2, cells: Object.fromEntries(row.flatMap((text, at) => (keys[at] ? [[keys[at], text]] : []))) }));
    return [[key, rows.filter(({ cells }) => Object.values(cells).some((text) => text.trim() !== ""))] as const];
  }));
}

type Others = ReadonlyMap<SheetKey, Map<string, SheetRow[]>>;

function rowsOf(items: SheetRow, others: Others): ItemRows {
  const code = codeIn(items.cells);
  return { items, ...Object.fromEntries([...others].filter(([key]) => key !== "items").map(([key, rows]) => [key, rows.get(code) ?? []])) };
}

function itemOf(rows: ItemRows, known: Known, seen: Map<string, number>): Entry {
  const { row, cells } = rows.items;
  const code = codeIn(cells);
  const existing = known.items.get(code);
  const refused = (problems: Problem[]): Entry => ({ row, name: `${code} ${cells["name"] ?? ""}`.trim(), problems });
  const wrong = codeProblem(rows, seen);
  if (wrong) return refused([wrong]);
  seen.set(code, row);
  const department = departmentFor(cells, known, existing);
  if (!department) return refused([problemAt(rows, "uscc", "noDepartment", { asked: usccIn(cells) })]);
  const content = RevisionContent.safeParse(fromCells(rows, existing?.content ?? blank(cells, department.level)));
  if (!content.success) return refused(content.error.issues.map((issue) => ({ ...rowProblem(issue), ...placeIn(rows, issue.path), problem: issue.message })));
  return { row, basicCode: code.slice(19, 31), ...placed(code, { department, existing, wanted: cells["division"]?.trim() }), content: content.data, warnings: [] };
}

const problemAt = (rows: ItemRows, key: string, problem: string, params: Problem["params"] = {}): Problem => ({ ...placeIn(rows, [key]), code: problem, params, problem });

function codeProblem(rows: ItemRows, seen: ReadonlyMap<string, number>): Problem | undefined {
  const code = codeIn(rows.items.cells);
  const earlier = seen.get(code);
  if (earlier !== undefined) return problemAt(rows, "code", "sameAsRow", { row: earlier });
  return parseItemCode(code) ? undefined : problemAt(rows, "code", code === "" ? "missing" : "malformed");
}

/** The organ that is named; for an item that is there already, its own when none is. */
function departmentFor(cells: Cells, { departments: organs }: Known, existing: ItemDocument | undefined) {
  const uscc = usccIn(cells);
  return organs.get(uscc) ?? (uscc === "" ? existing?.department : undefined);
}

type Whereabouts = { department: ItemDocument["department"]; existing: ItemDocument | undefined; wanted: string | undefined };

/** The identity of an item: its code, organ and division, and what a workbook does not tell of it. */
function placed(code: string, { department, existing, wanted }: Whereabouts) {
  const divisionCode = wanted || existing?.divisionCode || department.divisionCode;
  const { sourceId, status } = existing ?? {};
  return { code, department, ...(sourceId ? { sourceId } : {}), ...(status ? { status } : {}), ...(divisionCode === department.divisionCode ? {} : { divisionCode }) };
}

/** What a new item begins from: the steps of its kind, and nothing said. */
function blank(cells: Cells, level: Level): RevisionContent {
  const column = sheets[0]?.columns.find(({ key }) => key === "itemType");
  const type = ItemType.safeParse(column && codeOf(column, cells["itemType"] ?? ""));
  const handling = /即办件|instant/.test(cells["handling"] ?? "") ? "instant" : "promised";
  return {
    name: "", itemType: "20", level, audience: [], themes: [], lifeEvents: [], keywords: [], handling, statutoryLimit: null, promisedLimit: null,
    conditions: [], situations: [], materials: [], flow: [], steps: stepsFor(handling, false), fees: null, legalBasis: [], result: null, questions: [],
    visits: null, onlineDepth: null, courier: null, sources: [], minAssuranceLevel: assuranceFor(type.success ? type.data : "20"), correctionDays: 15, form: null,
  };
}

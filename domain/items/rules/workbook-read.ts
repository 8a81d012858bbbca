import type { RevisionContent } from "@/domain/items/schema";
import type { RowProblem } from "@/domain/items/schema/exchange";
import { foldEnglish } from "./english";
import { codeOf, heading, sheets, toCells, type Cells, type Column, type ItemCells, type SheetKey } from "./workbook";

/** A row of a sheet as somebody filled it in; rows count as the spreadsheet counts them. */
export type SheetRow = { row: number; cells: Cells };
/** The rows of one item by sheet; a sheet that the workbook does not have is left out, and what it would say stays. */
export type ItemRows = { items: SheetRow } & Partial<Record<Exclude<SheetKey, "items">, SheetRow[]>>;

type Holder = Record<string, unknown>;

const tidy = (text: string | undefined) => (text ?? "").replaceAll("\r\n", "\n").trim();
const columnsOf = (key: SheetKey) => sheets.find((sheet) => sheet.key === key)?.columns ?? [];
const itemsSheet = "事项";
const placed = new Set(["code", "uscc", "department", "division", "charged"]);

/**
 * The content that the rows of a workbook make of an item. A cell that still says what it was written with changes nothing,
 * so what a workbook cannot hold, and what nobody touched, stays to the letter. Not checked yet: the schema judges it.
 */
export function fromCells(rows: ItemRows, before: RevisionContent): unknown {
  const base = foldEnglish(before);
  const written = toCells(base);
  const english = englishOf(rows.english, base);
  return {
    ...merged({ ...base }, { key: "items", cells: rows.items.cells, written: written.items[0] ?? {} }),
    materials: materialsOf(rows.materials, base, written.materials),
    conditions: textsOf(rows.conditions, base.conditions),
    ...(english ? { english } : {}),
    flow: textsOf(rows.flow, base.flow),
    legalBasis: listOf("legalBasis", rows.legalBasis, { base: base.legalBasis, written: written.legalBasis }),
    questions: listOf("questions", rows.questions, { base: base.questions, written: written.questions }),
    fees: feesOf(rows, base, written),
  };
}

type Change = { key: SheetKey; cells: Cells; written: Cells };

function merged(holder: Holder, { key, cells, written }: Change): Holder {
  let result = holder;
  for (const column of columnsOf(key).filter((one) => !placed.has(one.key) && one.key in cells)) {
    const text = tidy(cells[column.key]);
    if (text !== tidy(written[column.key])) result = placeAt(result, column.key.split("."), valueOf(column, text));
  }
  return result;
}

const nullable = new Set(["visits", "onlineDepth", "courier", "statutoryLimit", "promisedLimit"]);

function placeAt(holder: Holder, [name = "", ...rest]: string[], value: unknown): Holder {
  if (rest.length === 0) return value === undefined ? without(holder, name) : { ...holder, [name]: value };
  // A limit without a number is no limit.
  if (rest[0] === "value" && value === undefined) return { ...holder, [name]: null };
  const inner = holder[name] ?? undefined;
  if (inner === undefined && value === undefined) return holder;
  return { ...holder, [name]: placeAt(typeof inner === "object" ? { ...inner } : {}, rest, value) };
}

function without(holder: Holder, name: string): Holder {
  if (nullable.has(name)) return { ...holder, [name]: null };
  return Object.fromEntries(Object.entries(holder).filter(([key]) => key !== name));
}

/** What a cell says: nothing when empty, a number or a yes or no where the column holds those, codes for words. */
function valueOf(column: Column, text: string): unknown {
  if (column.many) return text === "" ? [] : text.split(/[、;；,，\n]+/).map((one) => codeOf(column, one)).filter(Boolean);
  if (text === "") return undefined;
  if (column.number) return /^\d+$/.test(text) ? Number(text) : text;
  const code = codeOf(column, text);
  return column.key === "courier" && (code === "yes" || code === "no") ? code === "yes" : code;
}

const textsOf = (rows: SheetRow[] | undefined, base: string[]) => {
  const texts = rows?.map(({ cells }) => tidy(cells["text"]));
  return !texts || (texts.length === base.length && texts.every((text, at) => text === tidy(base[at]))) ? base : texts;
};

/** A text whose English was typed, changed or taken away; whatever stands in no row stays. */
function englishOf(rows: SheetRow[] = [], { english }: RevisionContent): RevisionContent["english"] {
  const entries = new Map(Object.entries(english ?? {}));
  for (const { cells } of rows) {
    const [zh, en] = [tidy(cells["zh"]), tidy(cells["en"])];
    if (en) entries.set(zh, en);
    else entries.delete(zh);
  }
  return english || entries.size > 0 ? Object.fromEntries(entries) : undefined;
}

function listOf(key: SheetKey, rows: SheetRow[] | undefined, { base, written }: { base: readonly object[]; written: Cells[] }): readonly object[] {
  return rows?.map(({ cells }, at) => merged({ ...base[at] }, { key, cells, written: written[at] ?? {} })) ?? base;
}

function materialsOf(rows: SheetRow[] | undefined, { materials }: RevisionContent, written: Cells[]): readonly object[] {
  if (!rows) return materials;
  const numbers = [...materials.map(({ key }) => key), ...rows.map(({ cells }) => tidy(cells["key"]))].map((key) => Number(/^m(\d{1,3})$/.exec(key)?.[1] ?? 0));
  let last = Math.max(0, ...numbers);
  return rows.map(({ cells }) => {
    const key = tidy(cells["key"]) || `m${(last += 1)}`;
    const at = materials.findIndex((material) => material.key === key);
    return { ...merged({ ...materials[at] }, { key: "materials", cells: { ...cells, key }, written: written[at] ?? {} }), key };
  });
}

const charges = { key: "charged", zh: "", en: "", options: [["yes", "是"], ["no", "否"]] } as const;

function feesOf(rows: ItemRows, { fees }: RevisionContent, written: ItemCells): unknown {
  const items = listOf("fees", rows.fees, { base: fees?.items ?? [], written: written.fees });
  const answer = codeOf(charges, tidy(rows.items.cells["charged"] ?? written.items[0]?.["charged"]));
  if (answer === "" && items.length === 0) return null;
  // Fees without a word on whether any are charged: they are.
  return { ...fees, charged: new Map<string, unknown>([["", true], ["yes", true], ["no", false]]).get(answer) ?? answer, items };
}

/** Where in the workbook a problem of the content lies: sheet, row and the heading of the column. */
export function placeIn(rows: ItemRows, path: readonly PropertyKey[]): Required<Pick<RowProblem, "sheet" | "row" | "field">> {
  const [key, index, ...inner] = path[0] === "fees" && path[1] === "items" ? ["fees", ...path.slice(2)] : path;
  if (key === "english") return placeOfText(rows, String(index));
  const { row } = rows.items;
  const sheet = typeof index === "number" ? sheets.find((one) => one.key === key) : undefined;
  if (!sheet || sheet.key === "items") return { sheet: itemsSheet, row, field: named(columnsOf("items"), path) };
  return { sheet: sheet.title, row: rows[sheet.key]?.[Number(index)]?.row ?? row, field: named(sheet.columns, inner) };
}

/** The row that says this text in English. */
function placeOfText({ items, english = [] }: ItemRows, text: string) {
  const row = english.find(({ cells }) => tidy(cells["zh"]) === text)?.row ?? items.row;
  return { sheet: sheets.find(({ key }) => key === "english")?.title ?? itemsSheet, row, field: named(columnsOf("english"), ["en"]) };
}

function named(columns: readonly Column[], path: readonly PropertyKey[]): string {
  const name = path.filter((part) => typeof part === "string").join(".");
  const column = columns.find(({ key }) => key === name) ?? columns.find(({ key }) => name !== "" && key.startsWith(`${name}.`)) ?? columns.find(({ key }) => key === "text" && name === "");
  return column ? heading(column) : name;
}

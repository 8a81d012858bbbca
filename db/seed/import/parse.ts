import { z } from "zod";
import { DomainError } from "@/domain/core/errors";
import { RevisionContent } from "@/domain/items/schema";
import { CodeMaker } from "./codes";
import { documentedItem } from "./documented";
import { ItemExport, exportedItem } from "./exchange";
import type { Draft, ImportedItem, ImportFile, Problem, RefusedRow } from "./imported";
import { portalItem } from "./portal";
import { DocumentedRow, PortalRow, PortalSource } from "./rows";

/** A known format: its rows and how one of them is read; a row that is wrong throws a ZodError. */
type Reader = { format: string; rows: readonly unknown[]; read(row: unknown): Draft };

/**
 * Reads a file of service items: the described items of `service-items.json`, the portal items of
 * `service-items-guangdong-2021.json`, or our own export `tongban.items/1`. Every row is checked on its own.
 * @throws items.unknownFormat
 */
export function readImportFile(json: unknown): ImportFile {
  const reader = readerFor(json);
  const items: ImportedItem[] = [];
  const refused: RefusedRow[] = [];
  const seen = new Map<string, number>();
  for (const [index, raw] of reader.rows.entries()) {
    const outcome = readRow(reader, raw, index + 1, seen);
    if ("problems" in outcome) refused.push(outcome);
    else items.push(outcome);
  }
  return { format: reader.format, read: reader.rows.length, items, refused };
}

function readRow(reader: Reader, raw: unknown, row: number, seen: Map<string, number>): ImportedItem | RefusedRow {
  try {
    const item = { row, ...reader.read(raw) };
    const content = RevisionContent.parse(item.content);
    const earlier = seen.get(item.code) ?? (item.sourceId ? seen.get(item.sourceId) : undefined);
    if (earlier !== undefined) return { row, name: nameOf(raw), problems: [{ field: item.sourceId ? "id" : "taskCode", problem: `the same as row ${earlier}` }] };
    for (const key of [item.code, ...(item.sourceId ? [item.sourceId] : [])]) seen.set(key, row);
    return { ...item, content, warnings: [...item.warnings, ...limitWarnings(content)] };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { row, name: nameOf(raw), problems: error.issues.map(({ path, message }) => ({ field: fieldName(path), problem: message })) };
  }
}

function readerFor(json: unknown): Reader {
  const own = ItemExport.safeParse(json);
  if (own.success) return { format: own.data.format, rows: own.data.items, read: exportedItem };
  const file = z.looseObject({ items: z.array(z.unknown()), source: z.unknown().optional() }).safeParse(json);
  if (!file.success) throw unknownFormat(json);
  const { items: rows } = file.data;
  if (rows.some((row) => has(row, "taskCode"))) {
    const source = PortalSource.safeParse(file.data.source).data ?? {};
    return { format: "portal", rows, read: (row) => portalItem(PortalRow.parse(row), source) };
  }
  if (rows.some((row) => has(row, "id") && has(row, "itemType"))) {
    const codes = new CodeMaker();
    return { format: "documented", rows, read: (row) => documentedItem(DocumentedRow.parse(row), codes) };
  }
  throw unknownFormat(json);
}

const has = (row: unknown, key: string) => typeof row === "object" && row !== null && key in row;

function unknownFormat(json: unknown): DomainError {
  const found = Array.isArray(json) ? "a list" : typeof json === "object" && json !== null ? `an object with ${Object.keys(json).slice(0, 8).join(", ") || "no fields"}` : typeof json;
  return new DomainError("invalid", "items.unknownFormat", { found, expected: "{items:[{id,name,itemType,…}]}, {source,items:[{taskCode,…}]} or {format:\"tongban.items/1\",items:[…]}" });
}

function limitWarnings({ promisedLimit, statutoryLimit }: RevisionContent): Problem[] {
  if (!promisedLimit || !statutoryLimit || promisedLimit.unit !== statutoryLimit.unit || promisedLimit.value <= statutoryLimit.value) return [];
  return [{ field: "promised", problem: `the promised limit (${promisedLimit.value}) is longer than the statutory one (${statutoryLimit.value})` }];
}

const fieldName = (path: readonly PropertyKey[]) =>
  path.reduce<string>((name, part) => (typeof part === "number" ? `${name}[${part}]` : `${name}${name ? "." : ""}${String(part)}`), "") || "row";

function nameOf(raw: unknown): string {
  const text = z.string().optional().catch(undefined);
  const parts = z.looseObject({ id: text, taskCode: text, code: text, name: text }).safeParse(raw).data;
  return [parts?.id ?? parts?.taskCode ?? parts?.code, parts?.name].filter(Boolean).join(" ");
}

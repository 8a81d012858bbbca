import { z } from "zod";
import { DomainError } from "@/domain/core/errors";
import { rowProblem } from "@/domain/items/rules/exchange";
import { RevisionContent } from "@/domain/items/schema";
import { CodeMaker } from "./codes";
import { documentedItem } from "./documented";
import { ExchangeFile, exchangedItem } from "./exchange";
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
  const { format, rows, read } = readerFor(json);
  const entries = readRows(read, rows);
  return {
    format, read: rows.length,
    items: entries.flatMap((entry) => ("problems" in entry ? [] : [entry])),
    refused: entries.flatMap((entry) => ("problems" in entry ? [entry] : [])),
  };
}

/** An item, or why it is none. */
export type Entry = ImportedItem | RefusedRow;

function readRows(read: Reader["read"], rows: readonly unknown[]): Entry[] {
  const seen: Seen = new Map();
  return rows.map((raw, index) => readRow(read, raw, index + 1, seen));
}

/** The rows of the codes and ids that came before. */
export type Seen = Map<string, number>;

/** One row, checked on its own and against those before it. */
export function readRow(read: Reader["read"], raw: unknown, row: number, seen: Seen): Entry {
  try {
    const item = { row, ...read(raw) };
    const content = RevisionContent.parse(item.content);
    const earlier = seen.get(item.code) ?? (item.sourceId ? seen.get(item.sourceId) : undefined);
    if (earlier !== undefined) return { row, name: nameOf(raw), problems: [{ field: item.sourceId ? "id" : "taskCode", problem: `the same as row ${earlier}`, code: "sameAsRow", params: { row: earlier } }] };
    for (const key of [item.code, ...(item.sourceId ? [item.sourceId] : [])]) seen.set(key, row);
    return { ...item, content, warnings: [...item.warnings, ...limitWarnings(content)] };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { row, name: nameOf(raw), problems: error.issues.map(problemOf) };
  }
}

function readerFor(json: unknown): Reader {
  const own = ExchangeFile.safeParse(json);
  if (own.success) return { format: own.data.format, rows: own.data.items, read: exchangedItem };
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
  return new DomainError("invalid", "items.unknownFormat", { found, expected: "{items:[{id,name,itemType,…}]}, {source,items:[{taskCode,…}]} or {format:\"${exchangeFormat}\",items:[…]}" });
}

function limitWarnings({ promisedLimit, statutoryLimit }: RevisionContent): Problem[] {
  if (!promisedLimit || !statutoryLimit || promisedLimit.unit !== statutoryLimit.unit || promisedLimit.value <= statutoryLimit.value) return [];
  return [{ field: "promised", problem: `the promised limit (${promisedLimit.value}) is longer than the statutory one (${statutoryLimit.value})` }];
}

const problemOf = (issue: z.core.$ZodIssue): Problem => ({ ...rowProblem(issue), problem: issue.message });

function nameOf(raw: unknown): string {
  const text = z.string().optional().catch(undefined);
  const parts = z.looseObject({ id: text, taskCode: text, code: text, name: text }).safeParse(raw).data;
  return [parts?.id ?? parts?.taskCode ?? parts?.code, parts?.name].filter(Boolean).join(" ");
}

import { z } from "zod";
import { DivisionCode } from "@/domain/departments/schema";
import { itemStatuses, Level, RevisionContent } from "../schema";

/** The version of the exchange format: new optional elements keep it, a renamed or removed one raises it. */
export const exchangeVersion = 1;
export const exchangeFormat = `tongban.items/${exchangeVersion}`;

/** Where the schema of one item in this version can be read by anyone. */
export const schemaPath = `/api/open/v1/items/schema/${exchangeVersion}.json`;

/** An organ as an exchanged item names it. */
export const ExchangeDepartment = z.strictObject({ uscc: z.string().regex(/^[0-9A-Z]{18}$/), name: z.string().min(1).max(200), level: Level, divisionCode: DivisionCode });

/**
 * One service item as it is exchanged: its identity, its organ and the whole content of a revision. `divisionCode` where the
 * item is done, left out when it is the organ's own; `status` where the item is not simply published.
 */
export const ItemDocument = z.strictObject({
  code: z.string().regex(/^[0-9A-Z]{18}\d[0-9A-Z]{12}(?:\d{2})?$/, "31 or 33 characters: credit code, level, basic code, sequence"),
  sourceId: z.string().min(1).max(80).optional(),
  department: ExchangeDepartment,
  divisionCode: DivisionCode.optional(),
  status: z.enum(itemStatuses).extract(["suspended", "cancelled"]).optional(),
  content: RevisionContent,
});
export type ItemDocument = z.infer<typeof ItemDocument>;

/** The first line of an export; each further line is one `ItemDocument`. */
export const ExchangeHeader = z.object({ format: z.literal(exchangeFormat), schema: z.string().max(1000).optional() });
export type ExchangeHeader = z.infer<typeof ExchangeHeader>;

/** The JSON Schema (2020-12) of one exchanged item; `id` is the address it is published at. */
export function exchangeSchema(id: string): Record<string, unknown> {
  return { ...z.toJSONSchema(ItemDocument, { target: "draft-2020-12", io: "input" }), $id: id, title: exchangeFormat };
}

/** What a run over many items does: reads a file, clones an item, hands a new edition of the directory down. */
export const runKinds = ["import", "clone", "inherit"] as const;

/** A run reads its rows, waits to be confirmed, is worked, and ends. */
export const runStatuses = ["reading", "ready", "running", "done", "cancelled", "failed"] as const;

/** What a run will do to the item of a row. */
export const rowPlans = ["create", "revise", "unchanged", "refuse"] as const;
export type RowPlan = (typeof rowPlans)[number];

/** What came of a row: a draft, or why none. */
export const rowOutcomes = ["drafted", "refused"] as const;

/** Something wrong with a row: where (sheet, row and column of a workbook, or a path of the document) and what (a message code). */
export const RowProblem = z.strictObject({
  sheet: z.string().max(40).optional(),
  row: z.int().optional(),
  field: z.string().max(200),
  code: z.string().max(60),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type RowProblem = z.infer<typeof RowProblem>;

export const RunReference = z.strictObject({ runId: z.uuid() });
export const ListRuns = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export const ListRunRows = RunReference.extend({ plan: z.enum(rowPlans).optional(), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(50) });
export type ListRunRows = z.infer<typeof ListRunRows>;

/** Which items are exported: those named, or those an editor's list would show; drafts in place of what is published where asked. */
export const ExportItems = z.strictObject({
  codes: z.array(z.string().max(33)).max(200).optional(),
  query: z.string().max(100).optional(),
  state: z.enum(["draft", "published", "suspended"]).optional(),
  drafts: z.boolean().default(false),
});
export type ExportItems = z.infer<typeof ExportItems>;

/** Where one item is copied to: organs by credit code with a division each, or the organs so named within a division. */
export const CloneItem = z.strictObject({
  itemId: z.uuid(),
  targets: z.discriminatedUnion("by", [
    z.strictObject({ by: z.literal("list"), lines: z.array(z.strictObject({ uscc: z.string().max(40), divisionCode: z.string().max(12).optional() })).min(1).max(500) }),
    z.strictObject({ by: z.literal("subtree"), divisionCode: DivisionCode, named: z.string().trim().max(100) }),
    z.strictObject({ by: z.literal("divisions"), divisionCode: DivisionCode }),
  ]),
});
export type CloneItem = z.infer<typeof CloneItem>;

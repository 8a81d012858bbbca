import { z } from "zod";
import { parseItemCode, parseUscc } from "@/domain/core/codes";
import { DivisionCode } from "@/domain/departments/schema";
import { Level, RevisionContent } from "@/domain/items/schema";
import type { Draft } from "./imported";

export const exchangeFormat = "tongban.items/1";

/** The file of our own exchange format; its rows are checked one by one. */
export const ItemExport = z.object({ format: z.literal(exchangeFormat), exportedAt: z.iso.datetime().optional(), items: z.array(z.unknown()) });

/** An item in our own format: its identity, its organ and the whole content of its current revision. */
export const ExportedRow = z.strictObject({
  code: z.string().refine((code) => parseItemCode(code) !== undefined, "31 or 33 characters: credit code, level, basic code, sequence"),
  sourceId: z.string().min(1).max(80).optional(),
  department: z.strictObject({ uscc: z.string().regex(/^[0-9A-Z]{18}$/), name: z.string().min(1).max(200), level: Level, divisionCode: DivisionCode }),
  content: RevisionContent,
});
export type ExportedRow = z.infer<typeof ExportedRow>;

/** Own format → item; nothing is derived, so a round trip loses nothing. */
export function exportedItem(raw: unknown): Draft {
  const { code, sourceId, department, content } = ExportedRow.parse(raw);
  const warnings = parseUscc(department.uscc) ? [] : [{ field: "department.uscc", problem: "the credit code fails its check character" }];
  return { code, basicCode: code.slice(19, 31), ...(sourceId ? { sourceId } : {}), department, content, warnings };
}

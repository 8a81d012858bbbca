import { z } from "zod";
import { parseUscc } from "@/domain/core/codes";
import { exchangeFormat, ItemDocument } from "@/domain/items/schema/exchange";
import type { Draft } from "./imported";

/** Our own items in one JSON value; its rows are checked one by one. */
export const ExchangeFile = z.object({ format: z.literal(exchangeFormat), items: z.array(z.unknown()) });

/** Own format → item; nothing is derived, so a round trip loses nothing. */
export function exchangedItem(raw: unknown): Draft {
  const { code, sourceId, department, divisionCode, status, content } = ItemDocument.parse(raw);
  const warnings = parseUscc(department.uscc) ? [] : [{ field: "department.uscc", problem: "the credit code fails its check character" }];
  return { code, basicCode: code.slice(19, 31), ...(sourceId ? { sourceId } : {}), department, ...(divisionCode ? { divisionCode } : {}), ...(status ? { status } : {}), content, warnings };
}

/** An item as its own format has it; a division or a status that says nothing new is left out. */
export function documentOf({ code, sourceId, department: { uscc, name, level, divisionCode: seat }, divisionCode = seat, status, content }: Omit<Draft, "basicCode" | "warnings">): ItemDocument {
  return { code, ...(sourceId ? { sourceId } : {}), department: { uscc, name, level, divisionCode: seat }, ...(divisionCode === seat ? {} : { divisionCode }), ...(status ? { status } : {}), content };
}

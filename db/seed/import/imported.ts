import type { RevisionContent } from "@/domain/items/schema";
import type { ItemDocument, RowProblem } from "@/domain/items/schema/exchange";
import type { DepartmentEntry } from "./directory";

/** What is wrong in which field (`materials[2].name`): in plain words for operators, and where a page shows it as a code. */
export type Problem = { field: string; problem: string } & Partial<Omit<RowProblem, "field">>;

/** An item as read from a file, ready to be stored; rows count from 1. */
export type ImportedItem = {
  row: number;
  code: string;
  basicCode: string;
  sourceId?: string;
  department: DepartmentEntry;
  /** Where the item is done, when not where its organ sits. */
  divisionCode?: string;
  status?: NonNullable<ItemDocument["status"]>;
  content: RevisionContent;
  warnings: Problem[];
};
export type Draft = Omit<ImportedItem, "row">;

/** A row that cannot be imported, with everything that is wrong with it. */
export type RefusedRow = { row: number; name: string; problems: Problem[] };
export type ImportFile = { format: string; read: number; items: ImportedItem[]; refused: RefusedRow[] };

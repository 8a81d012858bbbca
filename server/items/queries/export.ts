import { and, asc, eq, gt, ilike, like, or, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { itemRunRows, serviceItemRevisions, serviceItems } from "@/db/schema";
import { exportLines, type Selection } from "@/db/seed/import/export";
import { workbookBytes } from "@/db/seed/import/workbook";
import type { User } from "@/domain/core/actor";
import { csvLine } from "@/domain/core/csv";
import type { ExportItems } from "@/domain/items/schema/exchange";
import { env } from "@/env";
import { editableBy } from "./editing";

export type ExportForm = "lines" | "workbook" | "template";

/** What an editor exports: of the items they look after those that their filters leave, as lines of JSON or as a workbook. */
export async function* exportFile(db: Reader, actor: User, form: ExportForm, asked: ExportItems): AsyncGenerator<string | Uint8Array> {
  const selection = selectionOf(actor, asked);
  if (form === "lines") return yield* exportLines(db, selection, env().PUBLIC_URL);
  yield await workbookBytes(db, form === "template" ? { codes: [] } : selection);
}

function selectionOf(actor: User, { codes, query, state, drafts }: ExportItems): Selection {
  const revisionWith = (condition: ReturnType<typeof sql>) => sql`exists (select 1 from ${serviceItemRevisions} where ${serviceItemRevisions.serviceItemId} = ${serviceItems.id} and ${condition})`;
  const typed = query?.trim().replace(/[\\%_]/gu, "\\$&");
  return {
    codes, drafts: drafts || state === "draft",
    where: and(
      editableBy(actor),
      typed ? or(like(serviceItems.code, `${typed.toUpperCase()}%`), revisionWith(sql`${serviceItemRevisions.status} in ('draft', 'published') and ${ilike(sql`${serviceItemRevisions.content}->>'name'`, `%${typed}%`)}`)) : undefined,
      state === "draft" ? revisionWith(sql`${serviceItemRevisions.status} = 'draft'`) : state && eq(serviceItems.status, state),
    ),
  };
}

const pageSize = 1000;

/** What came of each row of a run, as a table for a spreadsheet (CSV with a byte order mark, so that it is read as UTF-8). */
export async function* resultLines(db: Reader, runId: string): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(["行 Row", "编码 Code", "名称 Name", "计划 Plan", "结果 Outcome", "问题 Problems", "改动 Changes"])}`;
  for (let after = 0; ; ) {
    const rows = await db.select().from(itemRunRows).where(and(eq(itemRunRows.runId, runId), gt(itemRunRows.position, after))).orderBy(asc(itemRunRows.position)).limit(pageSize);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ position, code, name, plan, outcome, problems, changes }) => csvLine([
      String(position), code, name, plan, outcome ?? "", problems.map(({ sheet = "", row, field, code: problem }) => [sheet, row ?? "", field, problem].filter(Boolean).join(" ")).join("; "), changes.map(({ field }) => field).join(", "),
    ])).join("");
    after = last.position;
  }
}

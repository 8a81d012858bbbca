import { inArray } from "drizzle-orm";
import { contentHash } from "@/db/content-hash";
import type { Tx } from "@/db/client";
import { divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { ImportedItem, RefusedRow } from "./imported";

/** Who signs imports: the file's editor and the operator who publishes are two, as the law of the house asks. */
export const importEditorId = "00000000-0000-7000-8000-00000000e001";
export const importPublisherId = "00000000-0000-7000-8000-00000000e002";

export type Prepared = ImportedItem & { hash: string };
type ItemRow = typeof serviceItems.$inferSelect;
type RevisionRow = Omit<typeof serviceItemRevisions.$inferSelect, "content">;

/** What an import does to one item. A revision takes the place of the draft the importer left, if there is one. */
export type Step =
  | { kind: "create"; item: Prepared }
  | { kind: "revise"; item: Prepared; existing: ItemRow; number: number; draftId?: string }
  | { kind: "unchanged"; item: Prepared }
  | { kind: "refuse"; refused: RefusedRow };

/** Decides for a batch of items what an import does, reading only. */
export async function planImport(tx: Tx, batch: readonly ImportedItem[], { publish, editorId }: { publish: boolean; editorId: string }): Promise<Step[]> {
  const known = await load(tx, batch);
  return batch.map((item) => stepFor({ ...item, hash: contentHash(item.content) }, known, { publish, editorId }));
}

type Known = { divisions: ReadonlySet<string>; byCode: ReadonlyMap<string, ItemRow>; bySource: ReadonlyMap<string, ItemRow>; revisions: ReadonlyMap<string, RevisionRow[]> };

async function load(tx: Tx, batch: readonly ImportedItem[]): Promise<Known> {
  const codes = batch.map(({ code }) => code);
  const sources = batch.flatMap(({ sourceId }) => (sourceId ? [sourceId] : []));
  const places = await tx.select({ code: divisions.code }).from(divisions).where(inArray(divisions.code, [...new Set(batch.map(({ department }) => department.divisionCode))]));
  const byCode = await tx.select().from(serviceItems).where(inArray(serviceItems.code, codes));
  const bySource = sources.length > 0 ? await tx.select().from(serviceItems).where(inArray(serviceItems.sourceId, sources)) : [];
  return {
    divisions: new Set(places.map(({ code }) => code)),
    byCode: new Map(byCode.map((row) => [row.code, row])),
    bySource: new Map(bySource.flatMap((row) => (row.sourceId ? [[row.sourceId, row] as const] : []))),
    revisions: await loadRevisions(tx, [...byCode, ...bySource].map(({ id }) => id)),
  };
}

async function loadRevisions(tx: Tx, itemIds: string[]): Promise<Map<string, RevisionRow[]>> {
  if (itemIds.length === 0) return new Map();
  const { id, serviceItemId, number, status, contentHash: hash, version, createdBy, createdAt, updatedAt, publishedBy, publishedAt } = serviceItemRevisions;
  const rows = await tx
    .select({ id, serviceItemId, number, status, contentHash: hash, version, createdBy, createdAt, updatedAt, publishedBy, publishedAt })
    .from(serviceItemRevisions).where(inArray(serviceItemId, itemIds)).orderBy(number);
  return Map.groupBy(rows, (row) => row.serviceItemId);
}

function stepFor(item: Prepared, known: Known, { publish, editorId }: { publish: boolean; editorId: string }): Step {
  const refuse = (field: string, problem: string): Step => ({ kind: "refuse", refused: { row: item.row, name: `${item.sourceId ?? item.code} ${item.content.name}`, problems: [{ field, problem }] } });
  const { divisionCode } = item.department;
  if (!known.divisions.has(divisionCode)) return refuse("divisionCode", `no division ${divisionCode}; npm run db:seed -- reference adds them`);
  const byCode = known.byCode.get(item.code);
  const bySource = item.sourceId ? known.bySource.get(item.sourceId) : undefined;
  if (bySource && bySource.id !== byCode?.id) return refuse("id", `is already there under code ${bySource.code}, not ${item.code}`);
  if (byCode?.sourceId && byCode.sourceId !== item.sourceId) return refuse("code", `belongs to ${byCode.sourceId}`);
  const existing = byCode;
  if (!existing) return { kind: "create", item };
  const revisions = known.revisions.get(existing.id) ?? [];
  const draft = revisions.find(({ status }) => status === "draft");
  // What the importer itself wrote last: a file already imported changes nothing, whatever editors made of it since.
  const last = revisions.findLast(({ createdBy }) => createdBy === editorId);
  if (last?.contentHash === item.hash && !(publish && last.id === draft?.id)) return { kind: "unchanged", item };
  if (draft && draft.createdBy !== editorId) return refuse("row", `an editor's draft (revision ${draft.number}) is open`);
  const number = draft?.number ?? (revisions.at(-1)?.number ?? 0) + 1;
  return { kind: "revise", item, existing, number, ...(draft ? { draftId: draft.id } : {}) };
}

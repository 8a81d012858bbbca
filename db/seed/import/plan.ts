import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { contentHash } from "@/db/content-hash";
import type { Tx } from "@/db/client";
import { departments, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { ImportedItem, Problem, RefusedRow } from "./imported";
import { lockedIn, locksOn, type Locks } from "./locks";

/** Who signs imports: the file's editor and the operator who publishes are two, as the law of the house asks. */
export const importEditorId = "00000000-0000-7000-8000-00000000e001";
export const importPublisherId = "00000000-0000-7000-8000-00000000e002";

export type Prepared = ImportedItem & { hash: string };
type ItemRow = typeof serviceItems.$inferSelect;
type RevisionRow = Pick<typeof serviceItemRevisions.$inferSelect, "id" | "serviceItemId" | "number" | "status" | "contentHash" | "createdBy">;

/** What an import does to one item. A revision takes the place of the draft the importer left, if there is one. */
export type Step =
  | { kind: "create"; item: Prepared }
  | { kind: "revise"; item: Prepared; existing: ItemRow; number: number; draftId?: string }
  | { kind: "unchanged"; item: Prepared }
  | { kind: "refuse"; refused: RefusedRow };

/** Decides for a batch of items what an import does, reading only. */
export async function planImport(tx: Tx, batch: readonly ImportedItem[], intent: Intent): Promise<Step[]> {
  const known = await load(tx, batch);
  return batch.map((item) => stepFor({ ...item, hash: contentHash(item.content) }, known, intent));
}

/** Where an item is done: where it says, or where its organ sits. */
export const placeOf = ({ divisionCode, department }: ImportedItem) => divisionCode ?? department.divisionCode;

/** By code, the words that a closed place is refused with. */
type Closed = ReadonlyMap<string, string>;
type Known = { locks: Locks; divisions: ReadonlySet<string>; closedDivisions: Closed; closedDepartments: Closed; byCode: ReadonlyMap<string, ItemRow>; bySource: ReadonlyMap<string, ItemRow>; revisions: ReadonlyMap<string, RevisionRow[]> };

async function load(tx: Tx, batch: readonly ImportedItem[]): Promise<Known> {
  const codes = batch.map(({ code }) => code);
  const sources = batch.flatMap(({ sourceId }) => (sourceId ? [sourceId] : []));
  const places = await tx.select({ code: divisions.code }).from(divisions).where(inArray(divisions.code, [...new Set(batch.map(placeOf))]));
  const byCode = await tx.select().from(serviceItems).where(inArray(serviceItems.code, codes));
  const bySource = sources.length > 0 ? await tx.select().from(serviceItems).where(inArray(serviceItems.sourceId, sources)) : [];
  return {
    locks: await locksOn(tx, codes, byCode),
    closedDivisions: await closedDivisions(tx, places.map(({ code }) => code)),
    closedDepartments: await closedDepartments(tx, batch.map(({ department }) => department.uscc)),
    divisions: new Set(places.map(({ code }) => code)),
    byCode: new Map(byCode.map((row) => [row.code, row])),
    bySource: new Map(bySource.flatMap((row) => (row.sourceId ? [[row.sourceId, row] as const] : []))),
    revisions: await loadRevisions(tx, [...byCode, ...bySource].map(({ id }) => id)),
  };
}

const closedIn = (place: string, successor: string | null) => `${place} is closed; ${successor ? `its successor is ${successor}` : "it has no successor"}`;

async function closedDivisions(tx: Tx, codes: string[]): Promise<Closed> {
  const successors = alias(divisions, "successors");
  const rows = await tx.select({ code: divisions.code, name: divisions.name, successor: successors.name, successorCode: successors.code }).from(divisions)
    .leftJoin(successors, eq(successors.code, divisions.successorCode)).where(and(inArray(divisions.code, codes), isNotNull(divisions.closedOn)));
  return new Map(rows.map(({ code, name, successor, successorCode }) => [code, closedIn(`${name} (${code})`, successorCode && `${successor} (${successorCode})`)]));
}

async function closedDepartments(tx: Tx, usccs: string[]): Promise<Closed> {
  const successors = alias(departments, "successors");
  const rows = await tx.select({ uscc: departments.uscc, name: departments.name, successor: successors.name, successorUscc: successors.uscc }).from(departments)
    .leftJoin(successors, eq(successors.id, departments.successorId)).where(and(inArray(departments.uscc, [...new Set(usccs)]), isNotNull(departments.closedOn)));
  return new Map(rows.map(({ uscc, name, successor, successorUscc }) => [uscc, closedIn(`${name} (${uscc})`, successorUscc && `${successor} (${successorUscc})`)]));
}

async function loadRevisions(tx: Tx, itemIds: string[]): Promise<Map<string, RevisionRow[]>> {
  if (itemIds.length === 0) return new Map();
  const { id, serviceItemId, number, status, contentHash: hash, createdBy } = serviceItemRevisions;
  const rows = await tx.select({ id, serviceItemId, number, status, contentHash: hash, createdBy })
    .from(serviceItemRevisions).where(inArray(serviceItemId, itemIds)).orderBy(number);
  return Map.groupBy(rows, (row) => row.serviceItemId);
}

type Intent = { publish: boolean; editorId: string };

function stepFor(item: Prepared, known: Known, intent: Intent): Step {
  const problem = misplaced(item, known);
  if (problem) return refuse(item, problem);
  const existing = known.byCode.get(item.code);
  const step: Step = existing ? reviseStep(item, existing, known.revisions.get(existing.id) ?? [], intent) : { kind: "create", item };
  const locked = step.kind === "unchanged" ? [] : lockedIn(known.locks, item, existing?.id);
  return locked.length === 0 ? step : refuse(item, ...locked.map((field): Problem => ({ field, problem: "the directory fixes this; say it as the directory does" })));
}

function refuse(item: Prepared, ...problems: Problem[]): Step {
  return { kind: "refuse", refused: { row: item.row, name: `${item.sourceId ?? item.code} ${item.content.name}`, problems } };
}

/** What keeps an item from where it says it belongs: no such division, a closed place, or its code or id is another item's. */
function misplaced(item: Prepared, known: Known): Problem | undefined {
  const { code, sourceId } = item;
  const divisionCode = placeOf(item);
  if (!known.divisions.has(divisionCode)) return { field: "divisionCode", problem: `no division ${divisionCode}; npm run db:seed -- reference adds them` };
  const byCode = known.byCode.get(code);
  const bySource = known.bySource.get(sourceId ?? "");
  if (bySource && bySource.id !== byCode?.id) return { field: "id", problem: `is already there under code ${bySource.code}, not ${code}` };
  if (byCode) return byCode.sourceId && byCode.sourceId !== sourceId ? { field: "code", problem: `belongs to ${byCode.sourceId}` } : undefined;
  return atClosedPlace(item, known);
}

/** A closed place takes nothing new; what it has may still be revised. */
function atClosedPlace(item: Prepared, known: Known): Problem | undefined {
  const department = known.closedDepartments.get(item.department.uscc);
  if (department) return { field: "department", problem: department };
  const division = known.closedDivisions.get(placeOf(item));
  return division ? { field: "divisionCode", problem: division } : undefined;
}

function reviseStep(item: Prepared, existing: ItemRow, revisions: readonly RevisionRow[], { publish, editorId }: Intent): Step {
  const draft = revisions.find(({ status }) => status === "draft");
  // What the importer itself wrote last: a file already imported changes nothing, whatever editors made of it since.
  const last = revisions.findLast(({ createdBy }) => createdBy === editorId);
  const waits = publish && last?.status === "draft";
  if (last?.contentHash === item.hash && !waits) return { kind: "unchanged", item };
  if (draft && draft.createdBy !== editorId) return refuse(item, { field: "row", problem: `an editor's draft (revision ${draft.number}) is open` });
  if (draft) return { kind: "revise", item, existing, number: draft.number, draftId: draft.id };
  return { kind: "revise", item, existing, number: Math.max(0, ...revisions.map(({ number }) => number)) + 1 };
}

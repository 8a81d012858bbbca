import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, auditLog, departments, directoryEditions, directoryItems, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { Actor } from "@/domain/core/actor";
import { canCreate } from "@/domain/items/policy";
import { planRow, type PlannedRow, type RowFacts } from "@/domain/items/rules/exchange";
import type { RevisionContent } from "@/domain/items/schema";
import type { ItemDocument } from "@/domain/items/schema/exchange";
import type { DraftStage } from "@/domain/items/schema/life";
import type { DirectoryElements } from "@/domain/items/schema/directory";

type ItemRow = typeof serviceItems.$inferSelect;
export type OpenDraft = { id: string; version: number; stage: DraftStage; content: RevisionContent };

/** A document with what it would do and all that doing it needs. */
export type Planned = PlannedRow & { document: ItemDocument; departmentId: string; divisionCode: string; item: ItemRow | undefined; draft: OpenDraft | undefined };

const placeOf = ({ divisionCode, department }: ItemDocument) => divisionCode ?? department.divisionCode;

/** What an import by this actor would do to each of these items, by the state of the database now. Some hundred at a time. */
export async function planDocuments(db: Reader, actor: Actor, documents: readonly ItemDocument[]): Promise<Planned[]> {
  const known = await load(db, actor, documents);
  return documents.map((document) => {
    const item = known.items.get(document.code);
    const departmentId = known.departments.get(document.department.uscc);
    const divisionCode = placeOf(document);
    const draft = item && known.drafts.get(item.id);
    const facts = factsOf(document, { actor, known, item, departmentId, divisionCode });
    return { ...planRow(facts), document, departmentId: departmentId ?? "", divisionCode, item, draft };
  });
}

type Known = Awaited<ReturnType<typeof load>>;
type Place = { actor: Actor; known: Known; item: ItemRow | undefined; departmentId: string | undefined; divisionCode: string };

function factsOf({ code, sourceId, department, content }: ItemDocument, { actor, known, item, departmentId, divisionCode }: Place): RowFacts {
  const bySource = known.sources.get(sourceId ?? "");
  return {
    content,
    departmentKnown: departmentId !== undefined,
    divisionKnown: known.divisions.has(divisionCode),
    own: departmentId !== undefined && canCreate(actor, { departmentId, divisionCode }),
    codeOfAnother: !code.startsWith(department.uscc),
    sourceTakenBy: bySource === code ? undefined : bySource,
    existing: item && existingFacts(item, known, item.departmentId !== departmentId || item.divisionCode !== divisionCode),
    directory: known.directory.get(code.slice(19, 31)),
  };
}

function existingFacts({ id, status }: ItemRow, known: Known, elsewhere: boolean): NonNullable<RowFacts["existing"]> {
  const draft = known.drafts.get(id);
  return {
    elsewhere,
    cancelled: status === "cancelled",
    content: draft?.content ?? known.published.get(id),
    draftAway: draft !== undefined && draft.stage !== "editing",
    otherEditor: draft && known.otherEditors.get(draft.id),
  };
}

async function load(db: Reader, actor: Actor, documents: readonly ItemDocument[]) {
  const codes = documents.map(({ code }) => code);
  const usccs = [...new Set(documents.map(({ department }) => department.uscc))];
  // One after another: inside a transaction there is one connection.
  const items = await db.select().from(serviceItems).where(inArray(serviceItems.code, codes));
  const sources = await sourcesOf(db, documents.flatMap(({ sourceId }) => (sourceId ? [sourceId] : [])));
  const departmentIds = await db.select({ id: departments.id, uscc: departments.uscc }).from(departments).where(and(inArray(departments.uscc, usccs), isNull(departments.closedOn)));
  const places = await db.select({ code: divisions.code }).from(divisions).where(and(inArray(divisions.code, [...new Set(documents.map(placeOf))]), isNull(divisions.closedOn)));
  const directory = await publishedElements(db, [...new Set(codes.map((code) => code.slice(19, 31)))]);
  const revisions = await revisionsOf(db, items.map(({ id }) => id));
  const drafts = revisions.filter(({ status }) => status === "draft");
  return {
    items: new Map(items.map((item) => [item.code, item])),
    sources,
    departments: new Map(departmentIds.map(({ id, uscc }) => [uscc, id])),
    divisions: new Set(places.map(({ code }) => code)),
    directory,
    published: new Map(revisions.filter(({ status }) => status === "published").map(({ itemId, content }) => [itemId, content])),
    drafts: new Map(drafts.map(({ itemId, ...draft }) => [itemId, draft])),
    otherEditors: await otherEditorsOf(db, actor, drafts.map(({ id }) => id)),
  };
}

async function sourcesOf(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ sourceId: serviceItems.sourceId, code: serviceItems.code }).from(serviceItems).where(inArray(serviceItems.sourceId, [...ids]));
  return new Map(rows.flatMap(({ sourceId, code }) => (sourceId ? [[sourceId, code] as const] : [])));
}

async function revisionsOf(db: Reader, itemIds: readonly string[]) {
  if (itemIds.length === 0) return [];
  const { id, serviceItemId: itemId, status, version, stage, content } = serviceItemRevisions;
  return db.select({ id, itemId, status, version, stage, content }).from(serviceItemRevisions)
    .where(and(inArray(serviceItemRevisions.serviceItemId, [...itemIds]), inArray(serviceItemRevisions.status, ["draft", "published"])));
}

/** By draft, somebody else who opened or saved it: their work is not written over. */
async function otherEditorsOf(db: Reader, actor: Actor, draftIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (draftIds.length === 0) return new Map();
  const own = actor.kind === "user" ? actor.id : null;
  const savers = await db.selectDistinct({ draftId: auditLog.subjectId, name: accounts.name }).from(auditLog).innerJoin(accounts, eq(accounts.id, auditLog.actorId))
    .where(and(eq(auditLog.subjectType, "serviceItemRevision"), inArray(auditLog.subjectId, [...draftIds]), inArray(auditLog.action, ["items.openRevision", "items.saveRevision"]), own ? ne(auditLog.actorId, own) : undefined));
  // An imported draft has no entry in the log: its maker still counts.
  const makers = await db.select({ draftId: serviceItemRevisions.id, name: sql<string>`coalesce(${accounts.name}, '')` }).from(serviceItemRevisions).leftJoin(accounts, eq(accounts.id, serviceItemRevisions.createdBy))
    .where(and(inArray(serviceItemRevisions.id, [...draftIds]), own ? ne(serviceItemRevisions.createdBy, own) : undefined));
  return new Map([...makers, ...savers].map(({ draftId, name }) => [draftId, name]));
}

/** What the directory's published editions say, by basic code. */
export async function publishedElements(db: Reader, basicCodes: readonly string[]): Promise<ReadonlyMap<string, DirectoryElements>> {
  if (basicCodes.length === 0) return new Map();
  const rows = await db.select({ basicCode: directoryItems.basicCode, elements: directoryEditions.elements }).from(directoryItems)
    .innerJoin(directoryEditions, eq(directoryEditions.id, directoryItems.currentEditionId)).where(inArray(directoryItems.basicCode, [...basicCodes]));
  return new Map(rows.map(({ basicCode, elements }) => [basicCode, elements]));
}

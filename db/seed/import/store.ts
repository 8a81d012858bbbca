import { and, eq, getTableColumns, inArray, sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, auditLog, departments, itemSearch, serviceItemRevisions, serviceItems } from "@/db/schema";
import { searchRow } from "@/db/search-document";
import type { DepartmentEntry } from "./directory";
import type { ImportedItem, RefusedRow } from "./imported";
import { importEditorId, importPublisherId, placeOf, planImport, type Prepared, type Step } from "./plan";

export type ImportOptions = {
  /** Published at once, signed by the importer's two accounts; otherwise left as drafts. */
  publish: boolean;
  now: Date;
  /** Who edits; the importer's own account when absent. */
  actorId?: string;
  /** Nothing is written when anything is refused. */
  strict?: boolean;
  progress?(done: number, of: number): void;
};
export type ImportOutcome = { imported: number; updated: number; unchanged: number; refused: RefusedRow[] };

const BATCH = 1000;

/**
 * Stores imported items: new ones, new revisions of changed ones, nothing for what is already there. Set by set, in one
 * transaction; the second run of a file changes nothing. Rows that the database's state hinders are refused one by one.
 */
export async function importItems(tx: Tx, items: readonly ImportedItem[], options: ImportOptions): Promise<ImportOutcome> {
  const editorId = options.actorId ?? importEditorId;
  const steps: Step[] = [];
  for (let at = 0; at < items.length; at += BATCH) steps.push(...(await planImport(tx, items.slice(at, at + BATCH), { publish: options.publish, editorId })));
  const refused = steps.flatMap((step) => (step.kind === "refuse" ? [step.refused] : []));
  const work = options.strict && refused.length > 0 ? [] : steps.filter((step) => step.kind === "create" || step.kind === "revise");
  if (work.length > 0) {
    await ensureImporters(tx, options.now);
    const writer = new Writer(tx, await ensureDepartments(tx, work.map(({ item }) => item.department)), { ...options, editorId });
    for (let at = 0; at < work.length; at += BATCH) {
      await writer.write(work.slice(at, at + BATCH));
      options.progress?.(Math.min(at + BATCH, work.length), work.length);
    }
    await tx.insert(auditLog).values({
      at: options.now, actorId: options.actorId ?? null, actorKind: "system", action: "items.import", subjectType: "serviceItem", subjectId: "*",
      after: { imported: count(work, "create"), updated: count(work, "revise"), published: options.publish }, requestId: crypto.randomUUID(),
    });
  }
  return { imported: count(work, "create"), updated: count(work, "revise"), unchanged: count(steps, "unchanged"), refused };
}

const count = (steps: readonly Step[], kind: Step["kind"]) => steps.filter((step) => step.kind === kind).length;

/** The importer's accounts name who signed; nobody signs in with them. */
async function ensureImporters(tx: Tx, now: Date): Promise<void> {
  const common = { kind: "staff" as const, assuranceLevel: "L0" as const, createdAt: now, disabledAt: now };
  await tx.insert(accounts).values([
    { id: importEditorId, name: "事项导入（编制）", ...common },
    { id: importPublisherId, name: "事项导入（发布）", ...common },
  ]).onConflictDoNothing();
}

type Department = { id: string; name: string };

/** Organs of the items, found by credit code, added where missing. */
export async function ensureDepartments(tx: Tx, entries: readonly DepartmentEntry[]): Promise<ReadonlyMap<string, Department>> {
  const byUscc = new Map(entries.map((entry) => [entry.uscc, entry]));
  if (byUscc.size === 0) return new Map();
  await tx.insert(departments).values([...byUscc.values()]).onConflictDoNothing();
  const rows = await tx.select({ id: departments.id, name: departments.name, uscc: departments.uscc }).from(departments).where(inArray(departments.uscc, [...byUscc.keys()]));
  return new Map(rows.map(({ uscc, ...department }) => [uscc, department]));
}

type Work = Extract<Step, { kind: "create" | "revise" }>;
/** An item with its row in the database: what its revision and its search row are made of. */
type Target = { item: Prepared; id: string; code: string; divisionCode: string; number: number };

class Writer {
  constructor(
    private readonly tx: Tx,
    private readonly organs: ReadonlyMap<string, Department>,
    private readonly options: ImportOptions & { editorId: string },
  ) {}

  async write(work: readonly Work[]): Promise<void> {
    const revised = work.filter((step) => step.kind === "revise");
    const targets = [
      ...(await this.createItems(work.filter((step) => step.kind === "create").map(({ item }) => item))),
      ...revised.map(({ item, existing, number }) => ({ item, id: existing.id, code: existing.code, divisionCode: existing.divisionCode, number })),
    ];
    await this.clearTheWay(revised);
    await this.tx.insert(serviceItemRevisions).values(targets.map((target) => this.revision(target)));
    if (!this.options.publish) return;
    await this.pointToPublished(targets.map(({ id }) => id));
    const hidden = new Set([
      ...revised.filter(({ existing }) => existing.status === "suspended" || existing.status === "cancelled").map(({ existing }) => existing.code),
      ...work.flatMap(({ kind, item }) => (kind === "create" && item.status === "cancelled" ? [item.code] : [])),
    ]);
    await this.makeFindable(targets.filter(({ code }) => !hidden.has(code)));
  }

  private async createItems(items: readonly Prepared[]): Promise<Target[]> {
    if (items.length === 0) return [];
    const { now, publish } = this.options;
    const rows = await this.tx.insert(serviceItems).values(items.map((item) => ({
      code: item.code, basicCode: item.basicCode, sourceId: item.sourceId ?? null, departmentId: this.department(item.department).id, divisionCode: placeOf(item),
      status: publish ? (item.status ?? ("published" as const)) : ("draft" as const), createdAt: now, updatedAt: now,
    }))).returning({ id: serviceItems.id, code: serviceItems.code });
    const ids = new Map(rows.map(({ id, code }) => [code, id]));
    return items.map((item) => ({ item, id: ids.get(item.code) ?? "", code: item.code, divisionCode: placeOf(item), number: 1 }));
  }

  /** The importer's own draft gives way to the new revision; the published one is superseded by it. */
  private async clearTheWay(revised: readonly Extract<Step, { kind: "revise" }>[]): Promise<void> {
    const drafts = revised.flatMap(({ draftId }) => (draftId ? [draftId] : []));
    if (drafts.length > 0) await this.tx.delete(serviceItemRevisions).where(inArray(serviceItemRevisions.id, drafts));
    if (!this.options.publish || revised.length === 0) return;
    await this.tx.update(serviceItemRevisions).set({ status: "superseded", updatedAt: this.options.now })
      .where(and(eq(serviceItemRevisions.status, "published"), inArray(serviceItemRevisions.serviceItemId, revised.map(({ existing }) => existing.id))));
  }

  private revision({ item, id, number }: Target): typeof serviceItemRevisions.$inferInsert {
    const { now, publish, editorId } = this.options;
    const signed = publish ? { status: "published" as const, publishedBy: importPublisherId, publishedAt: now } : { status: "draft" as const };
    return { serviceItemId: id, number, content: item.content, contentHash: item.hash, createdBy: editorId, createdAt: now, updatedAt: now, ...signed };
  }

  private async pointToPublished(ids: readonly string[]): Promise<void> {
    await this.tx.update(serviceItems)
      .set({
        currentRevisionId: sql`${serviceItemRevisions.id}`, updatedAt: this.options.now,
        status: sql`case when ${serviceItems.status} = 'draft' then 'published' else ${serviceItems.status} end`,
      })
      .from(serviceItemRevisions)
      .where(and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published"), inArray(serviceItems.id, [...ids])));
  }

  private async makeFindable(targets: readonly Target[]): Promise<void> {
    if (targets.length === 0) return;
    const rows = targets.map(({ item, ...place }) => searchRow({ ...place, department: this.department(item.department) }, item.content));
    await this.tx.insert(itemSearch).values(rows).onConflictDoUpdate({ target: itemSearch.serviceItemId, set: everyColumnExcluded() });
  }

  private department({ uscc }: DepartmentEntry): Department {
    const found = this.organs.get(uscc);
    if (!found) throw new Error(`department ${uscc} was not stored`);
    return found;
  }
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `set` of an upsert that takes over every column of the row that did not fit in. */
function everyColumnExcluded(): Record<string, SQL> {
  return Object.fromEntries(Object.keys(getTableColumns(itemSearch)).filter((name) => name !== "serviceItemId").map((name) => [name, sql.raw(`excluded.${snake(name)}`)]));
}

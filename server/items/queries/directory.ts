import { and, asc, count, desc, eq, gt, ilike, like, ne, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { departments, directoryEditions, directoryItems, divisions, itemRuns, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { Actor } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { availableEditionActs, type DirectoryFacts } from "@/domain/items/policy/directory";
import { differences, lockedFields } from "@/domain/items/rules/directory";
import type { DirectoryElements, ListDirectory, ListImplementing } from "@/domain/items/schema/directory";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { getEditable } from "./editing";

const drafts = alias(directoryEditions, "draft");
const currents = alias(directoryEditions, "current");
const itemDrafts = alias(serviceItemRevisions, "item_draft");
const itemCurrents = alias(serviceItemRevisions, "item_current");

const codeKey = z.tuple([z.string()]);
const escaped = (text: string) => text.trim().replace(/[\\%_]/gu, "\\$&");

/** The directory by basic code; each entry with how many items implement it. Whoever looks after items may read all of it. */
export async function listDirectory(db: Reader, { query, cursor, limit }: ListDirectory) {
  const name = sql<string>`coalesce(${currents.elements}->>'name', ${drafts.elements}->>'name', '')`;
  const rows = await db
    .select({
      id: directoryItems.id, basicCode: directoryItems.basicCode, name, departmentName: departments.name, edition: currents.number, hasDraft: sql<boolean>`${drafts.id} is not null`,
      implementing: sql<number>`(select count(*)::int from ${serviceItems} where ${serviceItems.basicCode} = ${directoryItems.basicCode} and ${serviceItems.status} <> 'cancelled')`,
    })
    .from(directoryItems)
    .innerJoin(departments, eq(departments.id, directoryItems.departmentId))
    .leftJoin(currents, eq(currents.id, directoryItems.currentEditionId))
    .leftJoin(drafts, and(eq(drafts.directoryItemId, directoryItems.id), eq(drafts.status, "draft")))
    .where(and(
      query ? or(ilike(name, `%${escaped(query)}%`), like(directoryItems.basicCode, `${escaped(query).toUpperCase()}%`)) : undefined,
      cursor ? gt(directoryItems.basicCode, decodeCursor(codeKey, cursor)[0]) : undefined,
    ))
    .orderBy(asc(directoryItems.basicCode)).limit(limit + 1);
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ basicCode }) => [basicCode]) };
}

/** An entry with its published edition and its draft. Errors: `items.directoryNotFound`. */
export async function getDirectoryItem(db: Reader, id: string) {
  const [row] = await db.select({ item: directoryItems, department: departments, divisionName: divisions.name }).from(directoryItems)
    .innerJoin(departments, eq(departments.id, directoryItems.departmentId)).innerJoin(divisions, eq(divisions.code, directoryItems.divisionCode))
    .where(eq(directoryItems.id, id)).limit(1);
  if (!row) throw new DomainError("not_found", "items.directoryNotFound");
  const editions = await db.select().from(directoryEditions).where(eq(directoryEditions.directoryItemId, id)).orderBy(desc(directoryEditions.number));
  const draft = editions.find(({ status }) => status === "draft");
  const current = editions.find(({ status }) => status === "published");
  const { departmentId, divisionCode } = row.item;
  const facts: DirectoryFacts = { departmentId, divisionCode, draft: draft ? { editors: draft.editors } : null };
  return { ...row, editions, draft, current, facts };
}

/** The entry as its page shows it: elements, editions, acts, how its implementing items stand, and the last run that handed it down. */
export async function viewDirectoryItem(db: Reader, actor: Actor, id: string) {
  const { item, department, divisionName, editions, draft, current, facts } = await getDirectoryItem(db, id);
  const [run] = await db.select().from(itemRuns).where(and(eq(itemRuns.kind, "inherit"), eq(itemRuns.subjectId, id))).orderBy(desc(itemRuns.id)).limit(1);
  const differing = current ? await countDiffering(db, item.basicCode, current.elements) : 0;
  return {
    id, basicCode: item.basicCode, departmentName: department.name, divisionName,
    current: current ? { number: current.number, elements: current.elements, publishedAt: current.publishedAt?.toISOString() ?? null } : null,
    draft: draft ? { number: draft.number, version: draft.version, elements: draft.elements, updatedAt: draft.updatedAt.toISOString() } : null,
    editions: editions.map(({ number, status, publishedAt }) => ({ number, status, publishedAt: publishedAt?.toISOString() ?? null })),
    acts: availableEditionActs(actor, facts),
    differing,
    run: run ? { status: run.status, done: run.done, total: run.total } : null,
  };
}

/** The SQL twin of `differences` being not empty, over a content column; the tests hold them to the same answer. */
export function differsFrom(content: SQL | typeof itemCurrents.content, elements: DirectoryElements): SQL {
  const { name } = elements;
  const named = sql`(${content}->>'name' = ${name} or starts_with(${content}->>'name', ${`${name}（`}))`;
  const others = lockedFields.filter((field) => field !== "name" && elements[field] !== undefined)
    .map((field) => sql`${content}->${field}::text is distinct from ${JSON.stringify(elements[field])}::jsonb`);
  return or(sql`not ${named}`, ...others) ?? sql`false`;
}

const implementing = (basicCode: string) => and(eq(serviceItems.basicCode, basicCode), ne(serviceItems.status, "cancelled"));

async function countDiffering(db: Reader, basicCode: string, elements: DirectoryElements): Promise<number> {
  const [row] = await db.select({ items: count() }).from(serviceItems).innerJoin(itemCurrents, eq(itemCurrents.id, serviceItems.currentRevisionId))
    .where(and(implementing(basicCode), differsFrom(itemCurrents.content, elements)));
  return row?.items ?? 0;
}

/** The items that implement an entry: whether what is public differs from it, and whether a draft waits. */
export async function listImplementing(db: Reader, { directoryItemId, differing, cursor, limit }: ListImplementing) {
  const { item, current } = await getDirectoryItem(db, directoryItemId);
  const differs = current ? differsFrom(itemCurrents.content, current.elements) : sql`false`;
  const rows = await db
    .select({
      id: serviceItems.id, code: serviceItems.code, status: serviceItems.status, departmentName: departments.name, divisionName: divisions.name,
      name: sql<string>`coalesce(${itemCurrents.content}->>'name', ${itemDrafts.content}->>'name', '')`,
      differs: sql<boolean>`${itemCurrents.id} is not null and coalesce(${differs}, false)`, hasDraft: sql<boolean>`${itemDrafts.id} is not null`,
    })
    .from(serviceItems)
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId)).innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode))
    .leftJoin(itemCurrents, eq(itemCurrents.id, serviceItems.currentRevisionId))
    .leftJoin(itemDrafts, and(eq(itemDrafts.serviceItemId, serviceItems.id), eq(itemDrafts.status, "draft")))
    .where(and(implementing(item.basicCode), differing ? and(sql`${itemCurrents.id} is not null`, differs) : undefined, cursor ? gt(serviceItems.code, decodeCursor(codeKey, cursor)[0]) : undefined))
    .orderBy(asc(serviceItems.code)).limit(limit + 1);
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ code }) => [code]) };
}

/** The implementing items whose draft, or else public revision, is not as these elements say: what a new edition is handed down to. */
export function listToInherit(db: Reader, basicCode: string, elements: DirectoryElements) {
  const content = sql<unknown>`coalesce(${itemDrafts.content}, ${itemCurrents.content})`;
  return db.select({ id: serviceItems.id, code: serviceItems.code, name: sql<string>`coalesce(${content}->>'name', '')` }).from(serviceItems)
    .leftJoin(itemCurrents, eq(itemCurrents.id, serviceItems.currentRevisionId))
    .leftJoin(itemDrafts, and(eq(itemDrafts.serviceItemId, serviceItems.id), eq(itemDrafts.status, "draft")))
    .where(and(implementing(basicCode), sql`${content} is not null`, differsFrom(content, elements))).orderBy(asc(serviceItems.code));
}

/** The published elements of the entry an item implements, with its id and edition; nothing for an item outside the directory. */
export async function findEntryOf(db: Reader, basicCode: string) {
  const [row] = await db.select({ id: directoryItems.id, number: directoryEditions.number, elements: directoryEditions.elements }).from(directoryItems)
    .innerJoin(directoryEditions, eq(directoryEditions.id, directoryItems.currentEditionId)).where(eq(directoryItems.basicCode, basicCode)).limit(1);
  return row;
}

/** The entry that an item implements, and where its draft or public revision is not as it says. Errors: `items.notFound`. */
export async function viewEntryOf(db: Reader, actor: Actor, itemId: string) {
  const { item, draft, current } = await getEditable(db, actor, itemId);
  const entry = await findEntryOf(db, item.basicCode);
  const content = draft?.content ?? current?.content;
  return entry ? { directoryItemId: entry.id, edition: entry.number, differing: content ? differences(content, entry.elements) : [] } : null;
}

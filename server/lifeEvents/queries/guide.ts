import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { departments, lifeEventRevisions, lifeEvents, serviceItemRevisions, serviceItems } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { formOf } from "@/domain/items/rules";
import type { RevisionContent } from "@/domain/items/schema";
import type { MemberForms } from "@/domain/lifeEvents/rules";
import { LifeEventContent, type Member } from "@/domain/lifeEvents/schema";

type Source = Reader | Tx;
export type MemberItem = { code: string; status: string; departmentName: string; content: RevisionContent };

/** The published items under some codes, by code. */
export async function itemsUnder(db: Source, codes: readonly string[]): Promise<ReadonlyMap<string, MemberItem>> {
  if (codes.length === 0) return new Map();
  const rows = await db.select({ code: serviceItems.code, status: serviceItems.status, departmentName: departments.name, content: serviceItemRevisions.content }).from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .where(inArray(serviceItems.code, codes.map((code) => code.toUpperCase())));
  return new Map(rows.map((row) => [row.code, row]));
}

/** The forms of the members by their keys, as the rules ask for them. */
export async function formsOf(db: Source, members: readonly Member[]): Promise<MemberForms> {
  const items = await itemsUnder(db, members.map(({ itemCode }) => itemCode));
  return new Map(members.map(({ key, itemCode }) => {
    const item = items.get(itemCode.toUpperCase());
    return [key, item && { form: formOf(item.content), audience: item.content.audience }];
  }));
}

/** All published life events, each with the number of its members. A few dozen: the national list holds 55. */
export async function listPublished(db: Reader) {
  const { content } = lifeEventRevisions;
  const rows = await db.select({
    key: lifeEvents.key, departmentName: departments.name, members: sql<number>`jsonb_array_length(${content}->'members')`,
    told: sql<Pick<LifeEventContent, "name" | "summary" | "stage" | "audience">>`jsonb_build_object('name', ${content}->'name', 'summary', ${content}->'summary', 'stage', ${content}->'stage', 'audience', ${content}->'audience')`,
  }).from(lifeEvents)
    .innerJoin(lifeEventRevisions, eq(lifeEventRevisions.id, lifeEvents.currentRevisionId))
    .innerJoin(departments, eq(departments.id, lifeEvents.departmentId))
    .orderBy(asc(lifeEvents.key)).limit(500);
  return rows.map(({ told, ...row }) => ({ ...row, ...told }));
}

export type Published = { id: string; key: string; departmentName: string; revisionId: string; content: LifeEventContent };

/** The published edition of a life event. Errors: `lifeEvents.notFound`. */
export async function getPublished(db: Source, key: string): Promise<Published> {
  const [row] = await db.select({ id: lifeEvents.id, key: lifeEvents.key, departmentName: departments.name, revisionId: lifeEventRevisions.id, content: lifeEventRevisions.content }).from(lifeEvents)
    .innerJoin(lifeEventRevisions, eq(lifeEventRevisions.id, lifeEvents.currentRevisionId))
    .innerJoin(departments, eq(departments.id, lifeEvents.departmentId))
    .where(eq(lifeEvents.key, key)).limit(1);
  if (!row) throw new DomainError("not_found", "lifeEvents.notFound");
  return { ...row, content: whole(row.content) };
}

/** What was published holds all that is asked of it: `publishLifeEvent` saw to that. */
export const whole = (content: unknown): LifeEventContent => LifeEventContent.parse(content);

/** What anyone may read of a life event: its members with department and limit, and the documents they ask for, each once. */
export async function guideOf(db: Reader, key: string) {
  const { content, departmentName } = await getPublished(db, key);
  const items = await itemsUnder(db, content.members.map(({ itemCode }) => itemCode));
  const members = content.members.map(({ key: member, itemCode, when, note }) => {
    const item = items.get(itemCode.toUpperCase());
    return { key: member, itemCode, always: when === undefined, note: note ?? null, item: item ? memberView(item) : null };
  });
  const { name, summary, stage, audience } = content;
  return { key, departmentName, name, summary, stage, audience, members, materials: materialsOf(content, items) };
}

function memberView({ status, departmentName, content: { name, nameEn, plainName, promisedLimit, statutoryLimit, fees } }: MemberItem) {
  return { status, departmentName, name, nameEn: nameEn ?? null, plainName: plainName ?? null, limit: promisedLimit ?? statutoryLimit, charged: fees?.charged ?? null };
}

/** Every document once: what is shared under its own name, the others as the items name them. */
function materialsOf({ members, materials }: LifeEventContent, items: ReadonlyMap<string, MemberItem>) {
  const shared = new Set(materials.flatMap((material) => material.in.map(({ member, field }) => `${member}/${field}`)));
  const own = members.flatMap(({ key, itemCode }) => (items.get(itemCode.toUpperCase())?.content.materials ?? []).filter((material) => !shared.has(`${key}/${material.key}`)).map(({ name }) => name));
  const all = [...materials.map(({ name, in: places }) => ({ name, serves: places.length })), ...own.map((name) => ({ name, serves: 1 }))];
  return all.filter(({ name }, at) => all.findIndex((other) => other.name.zh === name.zh) === at);
}

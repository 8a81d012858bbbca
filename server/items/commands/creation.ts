import { and, eq, like, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { departments, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import { makeBasicCode, makeHandlingCode, makeImplementationCode, parseBasicCode } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { isWithin } from "@/domain/departments/rules";
import { canCreate } from "@/domain/items/policy";
import { emptyContent, likeContent } from "@/domain/items/rules/life-start";
import type { CreateItem } from "@/domain/items/schema/create";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import { recordDigest } from "@/server/core/documents/canonical";
import { departmentClosed, divisionClosed } from "@/server/departments/queries/successors";
import { findExample } from "../queries/creation";
import { entry, stateOf, type StaffCtx } from "./editing";

/**
 * Begins an item from nothing or after a similar one: status draft, with a first revision to edit. Its codes are made from
 * the department's credit code, its level and a basic code, given or the next free of its kind (GB/T 39046).
 * Errors: `access.forbidden`, `departments.notFound`, `departments.divisionNotFound` (the division is not the department's),
 * `departments.closed`, `departments.divisionClosed` (conflict), each with its successor where it has one,
 * `items.notFound` (the example), `items.basicCodeMismatch` (unprocessable), `items.codesUsedUp` (conflict).
 */
export function createItem(ctx: StaffCtx, given: CreateItem) {
  return commit(ctx, async (tx) => {
    const department = await openDepartment(tx, given.departmentId);
    const input = { ...given, divisionCode: given.divisionCode ?? department.divisionCode };
    authorize(canCreate(ctx.actor, input) ? undefined : "access.forbidden");
    await demandOpenDivision(tx, input.divisionCode, department);
    // Codes are given out one after the other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('items.codes'))`);
    const basicCode = input.basicCode ? checkedBasicCode(input, input.basicCode) : await freeBasicCode(tx, input);
    const code = await freeCode(tx, makeImplementationCode({ uscc: department.uscc, level: department.level, basicCode }));
    const example = input.exampleId ? await getExample(tx, input.exampleId) : undefined;
    const facts = { name: input.name, itemType: input.itemType, level: department.level };
    const content = example ? likeContent(example.content, { ...facts, samePlace: example.departmentId === department.id }) : emptyContent(facts);
    return insert(tx, ctx, { ...input, code, basicCode, content });
  });
}

async function openDepartment(tx: Tx, id: string): Promise<typeof departments.$inferSelect> {
  const [department] = await tx.select().from(departments).where(eq(departments.id, id)).limit(1);
  if (!department) throw new DomainError("not_found", "departments.notFound");
  if (department.closedOn) throw await departmentClosed(tx, department);
  return department;
}

async function demandOpenDivision(tx: Tx, code: string, { divisionCode }: { divisionCode: string }): Promise<void> {
  const [division] = await tx.select().from(divisions).where(eq(divisions.code, code)).limit(1);
  if (!division || !isWithin(code, divisionCode)) throw new DomainError("unprocessable", "departments.divisionNotFound");
  if (division.closedOn) throw await divisionClosed(tx, division);
}

async function getExample(tx: Tx, id: string) {
  const example = await findExample(tx, id);
  if (!example) throw new DomainError("not_found", "items.notFound");
  return example;
}

/** Errors: `items.basicCodeMismatch`. */
function checkedBasicCode({ itemType }: CreateItem, typed: string): string {
  const basic = parseBasicCode(typed);
  if (basic?.itemType !== itemType) throw new DomainError("unprocessable", "items.basicCodeMismatch");
  return basic.code;
}

const MOST_MAIN = 99_999;
const MOST_SEQUENCE = 99;

/** The next main item of this type in the province. */
async function freeBasicCode(tx: Tx, { divisionCode, itemType }: { divisionCode: string; itemType: string }): Promise<string> {
  const prefix = divisionCode.slice(0, 2);
  const main = sql<string | null>`max(substr(${serviceItems.basicCode}, 5, 5))`;
  const [row] = await tx.select({ main }).from(serviceItems)
    .where(and(like(serviceItems.basicCode, `${prefix}${itemType}%`), sql`substr(${serviceItems.basicCode}, 5, 5) ~ '^[0-9]{5}$'`));
  const next = Number(row?.main ?? 0) + 1;
  if (next > MOST_MAIN) throw new DomainError("conflict", "items.codesUsedUp");
  return makeBasicCode({ divisionPrefix: prefix, itemType, main: next, sub: 0 });
}

async function freeCode(tx: Tx, implementationCode: string): Promise<string> {
  const last = sql<string | null>`max(substr(${serviceItems.code}, 32, 2))`;
  const [row] = await tx.select({ last }).from(serviceItems).where(eq(sql`left(${serviceItems.code}, 31)`, implementationCode));
  const sequence = Number(row?.last || 0) + 1;
  if (sequence > MOST_SEQUENCE) throw new DomainError("conflict", "items.codesUsedUp");
  return makeHandlingCode({ implementationCode, sequence });
}

type Beginning = { departmentId: string; divisionCode: string; code: string; basicCode: string; content: ReturnType<typeof emptyContent> };

async function insert(tx: Tx, { actor, now }: StaffCtx, { departmentId, divisionCode, code, basicCode, content }: Beginning) {
  const stamps = { createdAt: now, updatedAt: now };
  const [item] = await tx.insert(serviceItems).values({ code, basicCode, departmentId, divisionCode, status: "draft", ...stamps }).returning({ id: serviceItems.id });
  if (!item) throw new Error("the item was not returned");
  const [draft] = await tx.insert(serviceItemRevisions)
    .values({ serviceItemId: item.id, number: 1, status: "draft", content, contentHash: recordDigest(content), createdBy: actor.id, ...stamps }).returning();
  if (!draft) throw new Error("the draft was not returned");
  // As with every draft: who opened it is who edited it, and never publishes it.
  return { value: { ...stateOf(draft), code, basicCode }, audit: [{ action: "items.create", subject: { type: "serviceItem", id: item.id }, after: { code } }, entry("openRevision", draft)] };
}

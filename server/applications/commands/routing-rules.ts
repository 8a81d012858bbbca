import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { routingRuleChanges, routingRules, serviceItemRevisions, serviceItems } from "@/db/schema";
import { typesOf } from "@/domain/forms/rules/types";
import { check } from "@/domain/core/expression";
import type { CreateRoutingRule, EditRoutingRule, MoveRoutingRule, RoutingContent } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { formOf } from "@/domain/items/rules";
import { readExpression } from "@/domain/items/rules/process";
import type { RevisionContent } from "@/domain/items/schema";
import { listStaff } from "@/server/auth/staff";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { fitsRule, keeps, rulesOf, type RuleRow } from "../queries/routing";

type StaffCtx = Ctx & { actor: User };
type Change = typeof routingRuleChanges.$inferInsert["change"];
const mostRules = 100;

/**
 * Writes a rule behind those there are. Errors: `access.forbidden`, `applications.ruleWithoutPost`,
 * `applications.ruleItemUnknown`, `applications.ruleNeedsItem`, `applications.ruleUnreadable`, `applications.ruleUnknownField`,
 * `applications.tooManyRules` (invalid).
 */
export function createRoutingRule(ctx: StaffCtx, { departmentId, content }: CreateRoutingRule): Promise<{ id: string; version: number }> {
  return commit(ctx, async (tx) => {
    assertKeeper(ctx, departmentId, content);
    await takeTurns(tx, departmentId);
    await assertSound(tx, ctx, departmentId, content);
    const rules = await rulesOf(tx, departmentId);
    if (rules.length >= mostRules) throw new DomainError("invalid", "applications.tooManyRules", { count: mostRules });
    const id = await newId(tx);
    const row = { id, departmentId, position: (rules.at(-1)?.position ?? 0) + 1, content, enabled: true, version: 0, createdAt: ctx.now, updatedAt: ctx.now, removedAt: null };
    await tx.insert(routingRules).values(row);
    return written(tx, ctx, row, "create");
  });
}

/** Writes a rule anew. Errors as `createRoutingRule`, `applications.ruleNotFound`, `applications.ruleChanged` (conflict). */
export function editRoutingRule(ctx: StaffCtx, { id, version, content }: EditRoutingRule): Promise<{ id: string; version: number }> {
  return commit(ctx, async (tx) => {
    const rule = await lockRule(tx, ctx, id, version);
    assertKeeper(ctx, rule.departmentId, content);
    await assertSound(tx, ctx, rule.departmentId, content);
    return changed(tx, ctx, { ...rule, content }, "edit");
  });
}

/** Puts a rule before or behind its neighbour, in or out of use, or away. Errors: `applications.ruleNotFound`, `applications.ruleChanged`, `applications.ruleAtTheEnd` (conflict). */
export function moveRoutingRule(ctx: StaffCtx, { id, version, move }: MoveRoutingRule): Promise<{ id: string; version: number }> {
  return commit(ctx, async (tx) => {
    const rule = await lockRule(tx, ctx, id, version);
    if (move === "remove") return changed(tx, ctx, { ...rule, removedAt: ctx.now }, move);
    if (move === "enable" || move === "disable") return changed(tx, ctx, { ...rule, enabled: move === "enable" }, move);
    const rules = await rulesOf(tx, rule.departmentId);
    const other = rules[rules.findIndex((one) => one.id === id) + (move === "up" ? -1 : 1)];
    if (!other) throw new DomainError("conflict", "applications.ruleAtTheEnd");
    await tx.update(routingRules).set({ position: rule.position }).where(eq(routingRules.id, other.id));
    return changed(tx, ctx, { ...rule, position: other.position }, move);
  });
}

function assertKeeper({ actor }: StaffCtx, departmentId: string, { divisionCode }: RoutingContent): void {
  if (!keeps(actor, departmentId, divisionCode)) throw new DomainError("forbidden", "access.forbidden");
}

// The rules of a department are one list: its changes come one after another.
async function takeTurns(tx: Tx, departmentId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${departmentId}, 13))`);
}

async function lockRule(tx: Tx, ctx: StaffCtx, id: string, version: number): Promise<RuleRow> {
  const [seen] = await tx.select({ departmentId: routingRules.departmentId }).from(routingRules).where(eq(routingRules.id, id));
  if (seen) await takeTurns(tx, seen.departmentId);
  const [rule] = await tx.select().from(routingRules).where(and(eq(routingRules.id, id), isNull(routingRules.removedAt))).limit(1);
  if (!rule || !keeps(ctx.actor, rule.departmentId, rule.content.divisionCode)) throw new DomainError("not_found", "applications.ruleNotFound");
  if (rule.version !== version) throw new DomainError("conflict", "applications.ruleChanged");
  return rule;
}

async function changed(tx: Tx, ctx: StaffCtx, rule: RuleRow, change: Change) {
  const row = { ...rule, version: rule.version + 1, updatedAt: ctx.now };
  await tx.update(routingRules).set(row).where(eq(routingRules.id, rule.id));
  return written(tx, ctx, row, change);
}

async function written(tx: Tx, { actor, now }: StaffCtx, { id, version, content, position, enabled }: RuleRow, change: Change) {
  await tx.insert(routingRuleChanges).values({ ruleId: id, change, version, content, position, enabled, byAccountId: actor.id, at: now });
  return { value: { id, version }, audit: { action: `applications.${change}RoutingRule`, subject: { type: "routingRule", id }, after: { content, position, enabled, version } } };
}

async function assertSound(tx: Tx, { now }: Ctx, departmentId: string, content: RoutingContent): Promise<void> {
  const { target, items, when } = content;
  if (target.kind === "person") {
    const [person] = await listStaff(tx, now, { ids: [target.accountId] });
    if (!person || !fitsRule(person, departmentId, content)) throw new DomainError("invalid", "applications.ruleWithoutPost");
  }
  const revisions = await formsOf(tx, items);
  if (revisions.length < new Set(items).size) throw new DomainError("invalid", "applications.ruleItemUnknown");
  if (when !== undefined) assertCondition(when, revisions.map((one) => one.content));
}

/** A condition is about answers that every item it applies to asks. */
function assertCondition(when: string, items: readonly RevisionContent[]): void {
  const condition = readExpression(when);
  if (!condition) throw new DomainError("invalid", "applications.ruleUnreadable");
  if (items.length === 0) throw new DomainError("invalid", "applications.ruleNeedsItem");
  for (const item of items) {
    const [problem] = check(condition, typesOf(formOf(item), item.situations), "boolean");
    if (problem) throw new DomainError("invalid", "applications.ruleUnknownField", { item: item.name, field: problem.code === "forms.unknownField" ? problem.path : when.slice(problem.position, problem.position + 20) });
  }
}

function formsOf(tx: Tx, items: readonly string[]) {
  if (items.length === 0) return [];
  return tx.selectDistinctOn([serviceItemRevisions.serviceItemId], { content: serviceItemRevisions.content }).from(serviceItemRevisions)
    .innerJoin(serviceItems, eq(serviceItems.id, serviceItemRevisions.serviceItemId))
    .where(and(inArray(serviceItems.id, [...items]), eq(serviceItemRevisions.status, "published"))).orderBy(asc(serviceItemRevisions.serviceItemId), sql`${serviceItemRevisions.number} desc`);
}

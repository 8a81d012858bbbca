import { and, asc, desc, eq, exists, inArray, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, applications, departments, divisions, routingRuleChanges, routingRules, serviceItemRevisions, serviceItems } from "@/db/schema";
import { hindranceToTake } from "@/domain/applications/policy/assignment";
import { holds } from "@/domain/applications/policy";
import { openWork, presentFor, routeWork, type Routed, type RoutingRule, type Work } from "@/domain/applications/rules/assignment";
import { liveStatuses } from "@/domain/applications/schema";
import { routedRoles, type ListRouting, type RoutingContent, type RoutingRuleById, type TryRouting } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { isSame } from "@/domain/core/same";
import { ancestry, isWithin } from "@/domain/departments/rules";
import { scopeOf as formScope, type ScopeEntry } from "@/domain/forms/rules/scope";
import { formOf } from "@/domain/items/rules";
import { scopeOf } from "@/domain/items/rules/process";
import { listStaff } from "@/server/auth/staff";
import type { Ctx } from "@/server/core/context";
import { awayOn } from "./absences";
import { loadsOf } from "./assignments";
import { answersOf, getCase, type Case } from "./case";
import { openForm } from "./form";

type StaffCtx = Ctx & { actor: User };
export type RuleRow = typeof routingRules.$inferSelect;

/** The rules of a department in the order they are asked. */
export async function rulesOf(db: Reader, departmentId: string): Promise<RuleRow[]> {
  return db.select().from(routingRules).where(and(eq(routingRules.departmentId, departmentId), isNull(routingRules.removedAt))).orderBy(asc(routingRules.position), asc(routingRules.id));
}

/** Whom the rules give some work of a case to, as things stand now, and why; names of everybody who comes into it. */
export async function routeNow({ db, now }: Pick<Ctx, "db" | "now">, found: Case, work: Work, rules: readonly RoutingRule[]): Promise<Routed & { names: ReadonlyMap<string, string> }> {
  const away = await awayOn(db, shanghaiDay(now));
  const named = rules.flatMap(({ content: { target } }) => (target.kind === "person" ? [target.accountId] : []));
  const standIns = named.flatMap((id) => presentFor(id, away) ?? []);
  const people = new Map([
    ...await listStaff(db, now, { departments: [work.departmentId], roles: [work.role] }),
    ...(named.length > 0 ? await listStaff(db, now, { ids: [...named, ...standIns] }) : []),
  ].map((person) => [person.id, person]));
  const loads = await loadsOf(db, [...people.keys()]);
  const place = { departmentId: work.departmentId, divisionCode: found.application.divisionCode };
  const answers = answersOf(found.application);
  const { context } = await openForm(db, found, answers, now);
  const candidates = [...people.values()].map((person) => ({
    id: person.id, holdsRole: holds(person, work.role, place), mayTake: hindranceToTake(person, found.facts, now, work.step ?? undefined) === undefined, load: loads.get(person.id) ?? 0,
  }));
  const routed = routeWork(rules, { work, serviceItemId: found.application.serviceItemId, divisionCode: found.application.divisionCode, scope: scopeOf(answers, context) }, { people: candidates, away });
  return { ...routed, names: new Map([...people.values()].map(({ id, name }) => [id, name])) };
}

const supervisorPosts = ({ posts }: User) => posts.filter(({ role }) => role === "supervisor");

/** The departments whose routing one keeps, those with rules first, then those with work, and the rules of one of them, in names. Errors: `access.forbidden`. */
export async function listRouting({ db, actor }: StaffCtx, { departmentId }: ListRouting) {
  const ids = [...new Set(supervisorPosts(actor).map((post) => post.departmentId))];
  const kept = ids.length === 0 ? [] : await db.select({ id: departments.id, name: departments.name, rules: sql<number>`(select count(*)::int from routing_rules where routing_rules.department_id = departments.id and routing_rules.removed_at is null)` })
    .from(departments).where(inArray(departments.id, ids)).orderBy(sql`3 desc`, desc(exists(db.select({ one: sql`1` }).from(applications).where(and(eq(applications.departmentId, departments.id), inArray(applications.status, [...liveStatuses]))))), asc(departments.name));
  const chosen = departmentId === undefined ? kept[0] : kept.find(({ id }) => id === departmentId);
  if (!chosen) throw new DomainError("forbidden", "access.forbidden");
  const rules = await rulesOf(db, chosen.id);
  const names = await namesIn(db, rules.map(({ content }) => content));
  return { departments: kept, department: chosen, rules: rules.map((rule) => ({ ...shown(rule), ...names(rule.content), mine: keeps(actor, chosen.id, rule.content.divisionCode) })) };
}

/** Whether an actor writes the rules of a department for a division. */
export const keeps = (actor: User, departmentId: string, divisionCode: string): boolean => holds(actor, "supervisor", { departmentId, divisionCode });

const shown = ({ id, departmentId, position, content, enabled, version }: RuleRow) => ({ id, departmentId, position, content, enabled, version });

async function namesIn(db: Reader, contents: readonly RoutingContent[]): Promise<(content: RoutingContent) => { person: string | null; items: string[] }> {
  const people = contents.flatMap(({ target }) => (target.kind === "person" ? [target.accountId] : []));
  const items = contents.flatMap((content) => content.items);
  const persons = new Map(people.length === 0 ? [] : (await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(inArray(accounts.id, people))).map(({ id, name }) => [id, name]));
  const titles = new Map(items.length === 0 ? [] : (await itemNames(db, inArray(serviceItems.id, items))).map(({ id, name }) => [id, name]));
  return ({ target, items: named }) => ({ person: target.kind === "person" ? (persons.get(target.accountId) ?? "") : null, items: named.map((id) => titles.get(id) ?? "") });
}

function itemNames(db: Reader, which: ReturnType<typeof eq>) {
  return db.selectDistinctOn([serviceItems.id], { id: serviceItems.id, name: sql<string>`${serviceItemRevisions.content}->>'name'` }).from(serviceItems)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.serviceItemId, serviceItems.id)).where(which).orderBy(asc(serviceItems.id), desc(serviceItemRevisions.number));
}

/** A rule with its history, newest first. Errors: `applications.ruleNotFound`. */
export async function getRoutingRule({ db, actor }: StaffCtx, { id }: RoutingRuleById) {
  const [rule] = await db.select().from(routingRules).where(and(eq(routingRules.id, id), isNull(routingRules.removedAt))).limit(1);
  if (!rule || !supervisorPosts(actor).some(({ departmentId }) => departmentId === rule.departmentId)) throw new DomainError("not_found", "applications.ruleNotFound");
  const changes = await db.select({ change: routingRuleChanges.change, version: routingRuleChanges.version, content: routingRuleChanges.content, position: routingRuleChanges.position, enabled: routingRuleChanges.enabled, at: routingRuleChanges.at, by: accounts.name })
    .from(routingRuleChanges).leftJoin(accounts, eq(accounts.id, routingRuleChanges.byAccountId)).where(eq(routingRuleChanges.ruleId, id)).orderBy(desc(routingRuleChanges.version));
  const names = await namesIn(db, changes.map(({ content }) => content));
  return { ...shown(rule), scope: await answersAsked(db, rule.content.items), mine: keeps(actor, rule.departmentId, rule.content.divisionCode), history: changes.map(({ at, content, ...change }) => ({ ...change, content, ...names(content), at: at.toISOString() })) };
}

/** What a condition of a rule may be about: the answers that the forms of all its items ask. */
async function answersAsked(db: Reader, items: readonly string[]): Promise<ScopeEntry[]> {
  if (items.length === 0) return [];
  const revisions = await db.selectDistinctOn([serviceItemRevisions.serviceItemId], { content: serviceItemRevisions.content }).from(serviceItemRevisions)
    .where(and(inArray(serviceItemRevisions.serviceItemId, [...items]), eq(serviceItemRevisions.status, "published"))).orderBy(asc(serviceItemRevisions.serviceItemId), desc(serviceItemRevisions.number));
  const [first = [], ...others] = revisions.map(({ content }) => formScope(formOf(content), content.situations));
  return first.filter(({ path, type }) => others.every((scope) => scope.some((entry) => entry.path === path && isSame(entry.type, type))));
}

/** What a rule of a department may name: its people by role, its items, the divisions one keeps it for or it has work in. Errors: `access.forbidden`. */
export async function routingChoices({ db, actor, now }: StaffCtx, { departmentId }: { departmentId: string }) {
  const kept = [...new Set(supervisorPosts(actor).filter((post) => post.departmentId === departmentId).map(({ divisionCode }) => divisionCode))];
  if (kept.length === 0) throw new DomainError("forbidden", "access.forbidden");
  const people = await listStaff(db, now, { departments: [departmentId], roles: routedRoles });
  const items = await itemNames(db, and(eq(serviceItems.departmentId, departmentId), eq(serviceItemRevisions.status, "published")) ?? sql`false`);
  return {
    divisions: await divisionsOf(db, departmentId, kept), items,
    people: people.map(({ id, name, posts }) => ({ id, name, roles: routedRoles.filter((role) => posts.some((post) => post.role === role && post.departmentId === departmentId)) })),
  };
}

/** The divisions one keeps rules for, what lies between, and those beneath where the department has items, the widest first. */
async function divisionsOf(db: Reader, departmentId: string, kept: readonly string[]) {
  const worked = await db.selectDistinct({ code: serviceItems.divisionCode }).from(serviceItems).where(eq(serviceItems.departmentId, departmentId));
  const codes = worked.flatMap(({ code }) => ancestry(code)).filter((code) => kept.some((outer) => isWithin(code, outer)));
  return db.select({ code: divisions.code, name: divisions.name }).from(divisions).where(inArray(divisions.code, [...kept, ...codes])).orderBy(asc(divisions.code));
}

/** Who would get a case now if nobody held it, rule by rule with the reason. Errors: `applications.notFound`, `access.forbidden`. */
export async function tryRouting({ db, actor, now }: StaffCtx, { number }: TryRouting) {
  const found = await getCase(db, actor, { number });
  if (!holds(actor, "supervisor", found.facts)) throw new DomainError("forbidden", "access.forbidden");
  const free: Case = { ...found, facts: { ...found.facts, claimedBy: null, steps: found.facts.steps.map((step) => ({ ...step, claimedBy: null })) } };
  const works = [];
  for (const work of openWork(free.facts)) {
    const step = found.content.steps.find(({ key }) => key === work.step)?.name ?? null;
    works.push({ step, role: work.role, ...inNames(await routeNow({ db, now }, free, work, await rulesOf(db, work.departmentId))) });
  }
  return { number: found.application.number, itemName: found.application.itemName, works };
}

function inNames({ given, tried, names }: Awaited<ReturnType<typeof routeNow>>) {
  const nameOf = (id: string | undefined) => (id === undefined ? null : (names.get(id) ?? ""));
  return { to: nameOf(given?.to), load: given?.load ?? null, insteadOf: nameOf(given?.insteadOf), tried: tried.map(({ rule, verdict }) => ({ id: rule.id, name: rule.content.name, verdict })) };
}

/** Whether somebody holds the role of a rule where it applies. */
export const fitsRule = (person: User, departmentId: string, { role, divisionCode }: RoutingContent): boolean =>
  person.posts.some((post) => post.role === role && post.departmentId === departmentId && (isWithin(divisionCode, post.divisionCode) || isWithin(post.divisionCode, divisionCode)));

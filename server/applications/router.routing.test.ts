import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationEvents, applications, caseAssignments, routingRuleChanges } from "@/db/schema";
import { createPlace, createStaff } from "@/db/testing/factories";
import type { RoutingContent } from "@/domain/applications/schema/assignment";
import type { Ctx } from "@/server/core/context";
import { routeEvent } from "./commands/routing";
import { monday, openOffice, refused, staffOf, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const system = (): Ctx => ({ actor: { kind: "system" }, now: monday, requestId: "test", address: "system", db: office.db });
const latest = async (applicationId: string) => (await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, applicationId)).orderBy(desc(applicationEvents.sequence)).limit(1))[0]!.id;
const route = async (applicationId: string, eventId?: string) => routeEvent(system(), { applicationId, eventId: eventId ?? (await latest(applicationId)) });
const holderOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!.claimedBy;
const assigned = (id: string) => office.db.select().from(caseAssignments).where(eq(caseAssignments.applicationId, id));

/** Rules of an office, all others of it out of the way. */
async function rules(...contents: Partial<RoutingContent>[]) {
  const boss = office.as(office.desk.supervisor).applications;
  for (const { id, version } of (await boss.routing({ departmentId: office.place.departmentId })).rules) await boss.moveRoutingRule({ id, version, move: "remove" });
  const made = [];
  for (const content of contents) made.push(await boss.createRoutingRule({ departmentId: office.place.departmentId, content: whole(content) }));
  return made;
}

const whole = (content: Partial<RoutingContent>): RoutingContent => ({ name: "规则一", role: "clerk", items: [], divisionCode: office.place.divisionCode, target: { kind: "leastLoaded" }, ...content });
const to = (person: { id: string }) => ({ target: { kind: "person" as const, accountId: person.id } });

describe("routing", () => {
  test("gives a filed case by the rule, explains it, and leaves the applicant their ten minutes", async () => {
    await rules(to(office.desk.clerk));
    const person = await office.citizen();
    const { id, number } = await office.submitted(person);
    await route(id);
    expect(await holderOf(id)).toBe(office.desk.clerk.id);
    expect(await office.as(office.desk.clerk).applications.handedToMe()).toMatchObject({ rows: [{ number, kind: "routing", reason: { rule: "规则一" } }] });
    expect(await office.as(person).applications.takeBack({ id })).toMatchObject({ status: "draft" });
  });

  test("routes an event once: what was put back after it stays free", async () => {
    await rules(to(office.desk.clerk));
    const { id } = await office.submitted(await office.citizen());
    await Promise.all([route(id), route(id), route(id)]);
    expect(await assigned(id)).toHaveLength(1);
    await office.as(office.desk.clerk).applications.release({ id });
    await route(id);
    expect(await holderOf(id)).toBeNull();
  });

  test("follows the case from role to role, by each rule's own", async () => {
    await rules(to(office.desk.clerk), { role: "reviewer", ...to(office.desk.reviewer), name: "审查" }, { role: "approver", ...to(office.desk.approver), name: "决定" });
    const { id } = await office.submitted(await office.citizen());
    await route(id);
    await office.as(office.desk.clerk).applications.accept({ id, version: 1 });
    await route(id);
    expect(await holderOf(id)).toBe(office.desk.reviewer.id);
    await office.as(office.desk.reviewer).applications.startReview({ id, version: 2 });
    await office.as(office.desk.reviewer).applications.completeStep({ id, version: 3, opinion: "同意" });
    await route(id);
    expect(await holderOf(id)).toBe(office.desk.approver.id);
  });

  test("spreads by load, however many are filed at once", async () => {
    const others = await Promise.all([1, 2, 3].map(() => createStaff(office.db, "clerk", office.place)));
    await rules({});
    const filed = [];
    for (let n = 0; n < 6; n += 1) filed.push(await office.submitted(await office.citizen()));
    await Promise.all(filed.map(({ id }) => route(id)));
    const counts = new Map<string, number>();
    for (const { id } of filed) {
      const holder = (await holderOf(id))!;
      counts.set(holder, (counts.get(holder) ?? 0) + 1);
    }
    for (const { id } of others) expect(counts.get(id) ?? 0).toBeGreaterThanOrEqual(1);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(2);
  });

  test("asks an answer of the case and an item", async () => {
    await rules({ items: [office.plain.serviceItemId], ...to(office.desk.clerk), name: "别的事项" }, { items: [office.item.serviceItemId], when: "shopName == '老李面馆'", ...to(office.desk.clerk), name: "别的店名" }, { items: [office.item.serviceItemId], when: "contains(shopName, '老张')", target: { kind: "pool" }, name: "老张" });
    const { id, number } = await office.submitted(await office.citizen());
    expect(await office.as(office.desk.supervisor).applications.tryRouting({ number })).toMatchObject({ works: [{ role: "clerk", to: null, tried: [{ verdict: "item" }, { verdict: "answer" }, { name: "老张", verdict: "pool" }] }] });
    await route(id);
    expect(await assigned(id)).toMatchObject([{ toAccountId: null, reason: { rule: "老张" } }]);
  });

  test("goes to the deputy while somebody is away, and to them again on their return", async () => {
    const [away, deputy] = await Promise.all([createStaff(office.db, "clerk", office.place), createStaff(office.db, "clerk", office.place)]);
    await rules(to(away));
    await office.as(away).applications.recordAbsence({ deputyId: deputy.id, fromOn: "2026-03-02", untilOn: "2026-03-03" });
    const { id, number } = await office.submitted(await office.citizen());
    await route(id);
    expect(await holderOf(id)).toBe(deputy.id);
    expect(await office.as(deputy).applications.assignments({ number })).toMatchObject({ rows: [{ reason: { insteadOf: away.name } }] });
    const later = await office.submitted(await office.citizen());
    await routeEvent({ ...system(), now: new Date("2026-03-04T01:00:00Z") }, { applicationId: later.id, eventId: await latest(later.id) });
    expect(await holderOf(later.id)).toBe(away.id);
  });

  test("leaves a case to whoever took it first", async () => {
    await rules(to(office.desk.clerk));
    const { id } = await office.submitted(await office.citizen());
    const colleague = await createStaff(office.db, "clerk", office.place);
    await office.as(colleague).applications.claim({ id });
    await route(id);
    expect(await holderOf(id)).toBe(colleague.id);
    expect(await assigned(id)).toEqual([]);
  });

  test("leaves an event that is not the latest, and a case that is gone", async () => {
    await rules(to(office.desk.clerk), { role: "reviewer", ...to(office.desk.reviewer) });
    const { id } = await office.submitted(await office.citizen());
    const first = await latest(id);
    await office.as(office.desk.clerk).applications.accept({ id, version: 1 });
    await route(id, first);
    expect(await holderOf(id)).toBeNull();
    await expect(routeEvent(system(), { applicationId: crypto.randomUUID(), eventId: first })).resolves.toBeUndefined();
  });
});

describe("the rules", () => {
  test("are ordered, edited, put out of use and removed, each change with who and when", async () => {
    const [one, two] = await rules(to(office.desk.clerk), { name: "规则二" });
    const boss = office.as(office.desk.supervisor).applications;
    const names = async () => (await boss.routing({})).rules.map(({ content, enabled }) => [content.name, enabled]);
    const up = await boss.moveRoutingRule({ ...two!, move: "up" });
    expect(await names()).toEqual([["规则二", true], ["规则一", true]]);
    await expect(boss.moveRoutingRule({ ...up, move: "up" })).rejects.toMatchObject(refused("CONFLICT", "applications.ruleAtTheEnd"));
    await expect(boss.moveRoutingRule({ ...two!, move: "down" })).rejects.toMatchObject(refused("CONFLICT", "applications.ruleChanged"));
    const edited = await boss.editRoutingRule({ ...one!, content: whole({ ...to(office.desk.clerk), name: "改过的规则" }) });
    await boss.moveRoutingRule({ ...edited, move: "disable" });
    expect(await names()).toEqual([["规则二", true], ["改过的规则", false]]);
    expect((await boss.routingRule({ id: one!.id })).history).toMatchObject([{ change: "disable", by: office.desk.supervisor.name }, { change: "edit", content: { name: "改过的规则" } }, { change: "create", content: { name: "规则一" } }]);
    await expect(office.db.delete(routingRuleChanges).where(and(eq(routingRuleChanges.ruleId, one!.id)))).rejects.toThrow();
  });

  test.each<[string, () => Promise<Partial<RoutingContent>> | Partial<RoutingContent>, string]>([
    ["that name somebody of another role", () => to(office.desk.reviewer), "applications.ruleWithoutPost"],
    ["that name somebody of another department", async () => to((await staffOf(office.db, await createPlace(office.db, "310108"))).clerk), "applications.ruleWithoutPost"],
    ["about an item that is not there", () => ({ items: [crypto.randomUUID()] }), "applications.ruleItemUnknown"],
    ["about an answer of no item", () => ({ when: "shopName == '甲'" }), "applications.ruleNeedsItem"],
    ["that nobody can read", () => ({ items: [office.item.serviceItemId], when: "shopName ==" }), "applications.ruleUnreadable"],
    ["about an answer that the form does not ask", () => ({ items: [office.item.serviceItemId], when: "seats > 3" }), "applications.ruleUnknownField"],
    ["that are no yes or no", () => ({ items: [office.item.serviceItemId], when: "shopName" }), "applications.ruleUnknownField"],
  ])("%s are refused", async (_, content, code) => {
    const rule = { departmentId: office.place.departmentId, content: whole(await content()) };
    await expect(office.as(office.desk.supervisor).applications.createRoutingRule(rule)).rejects.toMatchObject(refused("BAD_REQUEST", code));
  });

  test("are the supervisor's of that department and division alone", async () => {
    const [rule] = await rules({});
    const elsewhere = await createStaff(office.db, "supervisor", await createPlace(office.db, "310109"));
    const calls = office.as(elsewhere).applications;
    await expect(calls.createRoutingRule({ departmentId: office.place.departmentId, content: whole({}) })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(calls.moveRoutingRule({ ...rule!, move: "disable" })).rejects.toMatchObject(refused("NOT_FOUND", "applications.ruleNotFound"));
    await expect(calls.routing({ departmentId: office.place.departmentId })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(calls.routingRule({ id: rule!.id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.ruleNotFound"));
    await expect(office.as(office.desk.supervisor).applications.createRoutingRule({ departmentId: office.place.departmentId, content: whole({ divisionCode: "310000" }) })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(office.as(office.desk.clerk).applications.routing({})).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
});

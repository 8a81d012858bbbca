import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationEvents, auditLog, delegations } from "@/db/schema";
import { createAgent, createItem, revisionContent, type Item } from "@/db/testing/factories";
import type { DelegationScope, User } from "@/domain/core/actor";
import { findDelegation } from "@/server/auth/session";
import { monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let items: Item[];
beforeAll(async () => {
  office = await openOffice();
  items = [];
  for (const name of ["食品经营许可", "户外广告设置"]) items.push(await createItem(office.db, office.place, revisionContent({ name, audience: ["2"] })));
});
afterAll(() => office.connection.close());

const on = (actor: User) => office.as(actor).applications;
const answers = { shopName: "岭南小馆" };

type Agent = Awaited<ReturnType<typeof createAgent>>;

/** The same agent with another scope, as their next request has them. */
async function scoped(agent: Agent, scope: DelegationScope): Promise<User> {
  const { delegationId = "" } = agent.actingFor ?? {};
  await office.db.update(delegations).set({ scope }).where(eq(delegations.id, delegationId));
  const actingFor = await findDelegation(office.db, agent.id, delegationId, monday);
  if (!actingFor) throw new Error("not in force");
  return { ...agent, actingFor };
}

async function drafted(agent: User, item: Item): Promise<string> {
  const { id } = await on(agent).start({ itemCode: item.code });
  expect((await on(agent).save({ id, section: "applicant", raw: answers })).errors).toEqual([]);
  return id;
}

describe("an organisation's agent", () => {
  test("for some items starts, sees, saves and files those and no others", async () => {
    const agent = await createAgent(office.db, await office.citizen());
    const [mine, other] = [await drafted(agent, items[0]!), await drafted(agent, items[1]!)];
    const limited = await scoped(agent, { kind: "items", itemIds: [items[0]!.serviceItemId] });
    await expect(on(limited).start({ itemCode: items[1]!.code })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.outOfScope"));
    expect((await on(limited).listOwn({})).rows.map(({ id }) => id)).toEqual([mine]);
    for (const call of [() => on(limited).draft({ id: other }), () => on(limited).save({ id: other, section: "applicant", raw: answers }), () => on(limited).submit({ id: other, declared: true })]) {
      await expect(call()).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    }
    expect(await on(limited).start({ itemCode: items[0]!.code })).toEqual({ id: mine, resumed: true });
    await on(limited).submit({ id: mine, declared: true });
  });

  test("for one case works on that one, and starts none", async () => {
    const agent = await createAgent(office.db, await office.citizen());
    const [mine, other] = [await drafted(agent, items[0]!), await drafted(agent, items[1]!)];
    const limited = await scoped(agent, { kind: "application", applicationId: mine });
    await expect(on(limited).start({ itemCode: items[0]!.code })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.outOfScope"));
    expect((await on(limited).listOwn({})).rows.map(({ id }) => id)).toEqual([mine]);
    await expect(on(limited).submit({ id: other, declared: true })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await on(limited).submit({ id: mine, declared: true });
  });

  test("stands in history and audit as one for the organisation", async () => {
    const agent = await createAgent(office.db, await office.citizen());
    const id = await drafted(agent, items[0]!);
    await on(agent).submit({ id, declared: true });
    const [event] = await office.db.select().from(applicationEvents).where(and(eq(applicationEvents.applicationId, id), eq(applicationEvents.action, "submit")));
    expect(event).toMatchObject({ actorId: agent.id, actorName: agent.name, onBehalfOf: agent.actingFor?.name });
    const entries = await office.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), eq(auditLog.actorId, agent.id)));
    expect(entries.length).toBeGreaterThan(1);
    expect(new Set(entries.map(({ onBehalfOf }) => onBehalfOf))).toEqual(new Set([agent.organisationId]));
  });

  test("who goes leaves the cases with the organisation", async () => {
    const person = await office.citizen();
    const agent = await createAgent(office.db, person);
    const [filed, draft] = [await drafted(agent, items[0]!), await drafted(agent, items[1]!)];
    const { number } = await on(agent).submit({ id: filed, declared: true });
    const colleague = await createAgent(office.db, await office.citizen(), agent.organisationId);
    await office.as(person).delegations.revoke({ id: agent.actingFor?.delegationId ?? "" });
    expect(await findDelegation(office.db, person.id, agent.actingFor?.delegationId ?? "", monday)).toBeUndefined();
    expect((await on(person).listOwn({})).rows).toEqual([]);
    await expect(on(person).get({ number })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    expect((await on(colleague).listOwn({})).rows.map(({ id }) => id).toSorted()).toEqual([filed, draft].toSorted());
    await on(colleague).submit({ id: draft, declared: true });
  });
});

import { eq } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serviceItems } from "@/db/schema";
import { createApplication, createItem, createStaff, revisionContent } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { openOffice, type Office } from "@/server/applications/router.testing";
import { openSession, readActor } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import budgets from "./budgets.json";

const now = new Date("2026-03-02T01:00:00.000Z");

// What stands around the work: a transaction's ends, and a connection that takes on its standing.
const bracket = /^(?:begin|commit|start transaction|select set_config\('role')/i;

/** How many statements reach PostgreSQL meanwhile, whoever sends them. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = [];
  const { query } = pg.Client.prototype;
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...args: unknown[]) {
      const [first] = args;
      texts.push(typeof first === "object" && first !== null && "text" in first ? String(first.text) : String(first));
      return Reflect.apply(query, this, args);
    },
  });
  try {
    await work();
  } finally {
    Object.assign(pg.Client.prototype, { query });
  }
  return texts;
}

let office: Office;
let person: User;
let clerk: User;
beforeAll(async () => {
  office = await openOffice();
  await office.db.update(serviceItems).set({ currentRevisionId: office.item.revisionId }).where(eq(serviceItems.id, office.item.serviceItemId));
  [person, clerk] = [await office.citizen(), await createStaff(office.db, "clerk", office.place)];
});
afterAll(() => office.connection.close());

/** Each procedure as people call it; with as many rows as a page holds once `fill` was called. */
const calls: Record<keyof typeof budgets, () => Promise<() => Promise<unknown>>> = {
  "identity.session": async () => {
    const token = await openSession(office.db, now, { accountId: person.id, factors: ["password"], userAgent: null });
    return () => readActor(office.db, now, `${cookieName("session")}=${token}`);
  },
  "items.get": async () => () => office.as({ kind: "anonymous" }).items.get({ code: office.item.code }),
  "items.search": async () => () => office.as({ kind: "anonymous" }).items.search({ query: "许可" }),
  "items.facets": async () => () => office.as({ kind: "anonymous" }, { now: new Date(Date.now() + (later += 3_600_000)) }).items.facets(),
  "departments.getStanding": async () => () => office.as({ kind: "anonymous" }).departments.getStanding({ itemCode: office.item.code }),
  "applications.listOwn": async () => () => office.as(person).applications.listOwn({}),
  "applications.queue": async () => () => office.as(clerk).applications.queue({}),
  "applications.get": async () => {
    const { number } = await office.submitted(person);
    return () => office.as(person).applications.get({ number });
  },
  "applications.submit": async () => {
    const id = await office.draft(person);
    return () => office.as(person, { key: crypto.randomUUID() }).applications.submit({ id, declared: true });
  },
};
let later = 0;

async function fill(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await createApplication(office.db, { place: office.place, item: office.item, applicant: person });
    await createItem(office.db, office.place, revisionContent({ name: `许可${index}` }));
  }
}

describe("statements per call", () => {
  it("stay within the budget, however many rows there are", async () => {
    const counted = async () => {
      const counts: Record<string, number> = {};
      for (const [name, prepare] of Object.entries(calls)) {
        const call = await prepare();
        // What is read once and kept, as a running portal has it.
        if (name !== "applications.submit") await call();
        counts[name] = (await statementsOf(call)).filter((text) => !bracket.test(text)).length;
      }
      return counts;
    };
    await fill(3);
    const few = await counted();
    await fill(25);
    expect(await counted()).toEqual(few);
    // Fewer is welcome, and then the budget's to follow.
    for (const [name, budget] of Object.entries(budgets)) expect(few[name], name).toBeLessThanOrEqual(budget);
  }, 60_000);
});

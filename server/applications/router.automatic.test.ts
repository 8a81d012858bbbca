import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationEvents, applications, outbox } from "@/db/schema";
import { createItem, revisionContent, type Item } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { ProcessStep } from "@/domain/items/schema/process";
import type { Ctx } from "@/server/core/context";
import { jobs } from "./jobs";
import { listEvents } from "./queries/events";
import { monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let item: Item;
let examined: Item;

const step = (key: string, kind: ProcessStep["kind"], more: Partial<ProcessStep> = {}): ProcessStep => ({ key, kind, name: { zh: key }, role: "approver", ...more });
const table: ProcessStep["automatic"] = {
  rows: [
    { when: "shopName == '老张面馆' && !isEmpty(ownerId)", explanation: { zh: "老字号店铺，信息完整。", en: "An established shop with complete particulars." } },
    { when: "shopName == '第二家'", explanation: { zh: "名单内店铺。", en: "A shop on the list." } },
  ],
};

beforeAll(async () => {
  office = await openOffice();
  const { form } = office.item.content;
  const steps = [step("accept", "accept", { role: "clerk" }), step("decide", "decide", { automatic: table })];
  item = await createItem(office.db, office.place, revisionContent({ form, steps }));
  examined = await createItem(office.db, office.place, revisionContent({ form, steps: [...steps.slice(0, 1), step("review", "review", { role: "reviewer", when: "shopName == '老张面馆'" }), ...steps.slice(1)] }));
});
afterAll(() => office.connection.close());

const system = (): Ctx => ({ actor: { kind: "system" }, now: monday, requestId: "job", address: "", db: office.db });
const on = (actor: User) => office.as(actor).applications;
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const eventsOf = (id: string) => listEvents(office.db, id);

/** What the outbox brings: every event of a case that was written. */
async function runJobs(id: string) {
  const rows = (await office.db.select().from(outbox).orderBy(asc(outbox.id))).filter(({ topic, payload }) => topic === "applications.event" && payload["applicationId"] === id);
  for (const { payload } of rows) await jobs.topics!["applications.event"]!(system(), payload);
}

const withName = async (person: User, shopName: string, of = item) => {
  const id = await office.draft(person, of);
  await on(person).save({ id, section: "applicant", raw: { shopName, ownerId: String((await on(person).draft({ id })).answers["ownerId"]), ownerPhone: "13800138000" } });
  return id;
};

describe("an item with a decision table", () => {
  test("leaves to a person what comes with a promise to hand something in later", async () => {
    const { form } = office.item.content;
    const lenient = await createItem(office.db, office.place, revisionContent({ form, steps: item.content.steps, materials: [{ key: "m1", name: { zh: "照片" }, necessity: "tolerable" }] }));
    const person = await office.citizen();
    const id = await office.draft(person, lenient);
    await on(person).submit({ id, declared: true, later: ["m1"] });
    await runJobs(id);
    expect(await rowOf(id)).toMatchObject({ status: "submitted", outcome: null });
  });

  test("says so before it is filed, grants at once by the first row that holds, and tells why", async () => {
    const person = await office.citizen();
    const id = await office.draft(person, item);
    expect(await on(person).draft({ id })).toMatchObject({ automatic: true });
    const { number } = await on(person).submit({ id, declared: true });
    await runJobs(id);
    await runJobs(id);
    expect(await rowOf(id)).toMatchObject({ status: "approved", outcome: "approved", acceptedBy: null, decidedBy: null, takeBackUntil: null });
    const events = await eventsOf(id);
    expect(events.map(({ action, actorRole }) => [action, actorRole])).toEqual([["submit", "citizen"], ["accept", "system"], ["approve", "system"]]);
    expect(events[2]).toMatchObject({ reason: "老字号店铺，信息完整。", payload: { automatic: true, row: 1 } });
    expect(JSON.stringify(events)).not.toContain(person.citizenId);

    const told = { row: 1, explanation: table.rows[0]!.explanation };
    const mine = await on(person).get({ number });
    expect(mine).toMatchObject({ automatic: told });
    expect(mine.automatic?.facts[0]).toEqual({ label: { zh: "店名" }, value: "老张面馆" });
    expect(mine.automatic?.facts[1]?.value).not.toBe(person.citizenId);
    expect(mine.automatic?.facts[1]?.value).toContain("*");
    expect(await on(office.desk.clerk).getForDesk({ number })).toMatchObject({ automatic: told });
    expect((await rowOf(id)).automaticDecision).not.toContain("老张");
    await expect(on(person).takeBack({ id })).rejects.toMatchObject(refused("CONFLICT", "applications.actionNotAllowed"));
  });

  test("takes the later row where the first does not hold", async () => {
    const person = await office.citizen();
    const id = await withName(person, "第二家");
    await on(person).submit({ id, declared: true });
    await runJobs(id);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "approve", payload: { row: 2 } });
  });

  test.each<[string, (person: User) => Promise<string>]>([
    ["who asked for one", async (person) => {
      const id = await office.draft(person, item);
      await on(person).submit({ id, declared: true, person: true });
      return id;
    }],
    ["whom no row covers", async (person) => {
      const id = await withName(person, "第三家");
      await on(person).submit({ id, declared: true });
      return id;
    }],
    ["who wrote words that nobody has read", async (person) => {
      const id = await office.draft(person, item);
      await on(person).save({ id, section: "remarks", raw: { remarks: "请看附件。" } });
      await on(person).submit({ id, declared: true });
      return id;
    }],
    ["whose case has an examination", async (person) => (await office.submitted(person, examined)).id],
  ])("leaves a person to decide for somebody %s", async (_who, file) => {
    const person = await office.citizen();
    const id = await file(person);
    await runJobs(id);
    expect(await rowOf(id)).toMatchObject({ status: "submitted", outcome: null, automaticDecision: null });
    expect(await on(person).takeBack({ id })).toMatchObject({ status: "draft" });
  });

  test("leaves it to a person after a correction, and while somebody has the case in hand", async () => {
    const { clerk } = office.desk;
    const person = await office.citizen();
    const { id } = await office.submitted(person, item);
    await on(clerk).requestCorrection({ id, version: 1, items: [{ fieldId: "shopName", reason: "请改正" }] });
    await on(person).resubmit({ id, declared: true });
    await runJobs(id);
    expect(await rowOf(id)).toMatchObject({ status: "submitted" });

    const held = await office.submitted(await office.citizen(), item);
    await on(clerk).claim({ id: held.id });
    await runJobs(held.id);
    expect(await rowOf(held.id)).toMatchObject({ status: "submitted", claimedBy: clerk.id });
  });

  test("grants where the condition leaves the examination out", async () => {
    const person = await office.citizen();
    const id = await withName(person, "第二家", examined);
    await on(person).submit({ id, declared: true });
    await runJobs(id);
    expect(await rowOf(id)).toMatchObject({ status: "approved" });
  });

  test("of two at once only one decides", async () => {
    const { id } = await office.submitted(await office.citizen(), item);
    await Promise.all([runJobs(id), runJobs(id), on(office.desk.clerk).accept({ id, version: 1 }).catch(() => undefined)]);
    await runJobs(id);
    expect((await eventsOf(id)).filter(({ action }) => action === "approve")).toHaveLength(1);
  });

  test("cannot refuse: the database takes no rejection from a machine", async () => {
    const { id } = await office.submitted(await office.citizen(), item);
    await expect(office.db.insert(applicationEvents).values({ applicationId: id, sequence: 9, action: "reject", fromStatus: "accepted", toStatus: "rejected", actorName: "system", actorRole: "system", at: monday })).rejects.toMatchObject({ cause: { constraint: "application_events_system_never_refuses" } });
    await expect(office.db.update(applications).set({ status: "rejected", version: 2, outcome: "rejected", decidedAt: monday, automaticDecision: "x" }).where(eq(applications.id, id))).rejects.toMatchObject({ cause: { constraint: "automatic_only_approves" } });
  });
});

import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationEvents, applications, applicationSteps } from "@/db/schema";
import { createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { ProcessStep } from "@/domain/items/schema/process";
import type { Ctx } from "@/server/core/context";
import { startAbsences } from "./commands/cover";
import { routeEvent } from "./commands/routing";
import { at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let fire: { place: Place; approver: User; colleague: User; supervisor: User };
let item: Item;

const step = (key: string, kind: ProcessStep["kind"], more: Partial<ProcessStep> = {}): ProcessStep => ({ key, kind, name: { zh: key }, role: "reviewer", ...more });

beforeAll(async () => {
  office = await openOffice();
  const place = await createPlace(office.db);
  fire = { place, approver: await createStaff(office.db, "approver", place), colleague: await createStaff(office.db, "approver", place), supervisor: await createStaff(office.db, "supervisor", place) };
  item = await createItem(office.db, office.place, revisionContent({
    form: office.item.content.form,
    steps: [step("accept", "accept", { role: "clerk" }), step("papers", "review"), step("site", "review", { after: [] }), step("safety", "consult", { role: "approver", departmentId: place.departmentId, after: [] }), step("decide", "decide", { role: "approver" })],
  }));
});
afterAll(() => office.connection.close());

const system = (now = monday): Ctx => ({ actor: { kind: "system" }, now, requestId: "test", address: "system", db: office.db });
const on = (actor: User, now?: Date) => office.as(actor, now ? { now } : {}).applications;
const holderOf = async (id: string, key: string) => (await office.db.select().from(applicationSteps).where(and(eq(applicationSteps.applicationId, id), eq(applicationSteps.key, key))))[0]!.claimedBy;
const latest = async (applicationId: string) => (await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, applicationId)).orderBy(desc(applicationEvents.sequence)).limit(1))[0]!.id;

/** A case under review, with two steps of its own and one asked of the fire service open. */
async function reviewed() {
  const { id, number } = await office.submitted(await office.citizen(), item);
  await on(office.desk.clerk).accept({ id, version: 1 });
  await on(office.desk.reviewer).startReview({ id, version: 2 });
  return { id, number };
}

describe("a step", () => {
  test("of another department is handed to a colleague there, and the case stays where it is", async () => {
    const { id, number } = await reviewed();
    await on(fire.approver).claim({ id });
    expect(await on(fire.approver).assignments({ number })).toMatchObject({ mayHandOver: false, steps: [{ key: "safety" }] });
    expect((await on(fire.approver).colleagues({ number, step: "safety" })).colleagues).toMatchObject([{ id: fire.colleague.id }]);
    const order = { id, version: 3, holder: fire.approver.id, step: "safety", word: "请你看现场照片" };
    await expect(on(fire.approver).handOver({ ...order, to: office.desk.approver.id })).rejects.toMatchObject(refused("CONFLICT", "applications.colleagueMayNot"));
    await on(fire.approver).handOver({ ...order, to: fire.colleague.id });
    expect(await holderOf(id, "safety")).toBe(fire.colleague.id);
    expect((await office.db.select().from(applications).where(eq(applications.id, id)))[0]?.claimedBy).toBe(office.desk.reviewer.id);
    expect(await on(fire.colleague).handedToMe()).toMatchObject({ rows: [{ number, step: "safety", by: fire.approver.name }] });
  });

  test("beside another is handed over by itself", async () => {
    const { id } = await reviewed();
    await on(office.desk.reviewer).claim({ id, step: "papers" });
    const colleague = await createStaff(office.db, "reviewer", office.place);
    await on(office.desk.reviewer).handOver({ id, version: 3, holder: office.desk.reviewer.id, to: colleague.id, step: "papers", word: "材料请你看" });
    expect([await holderOf(id, "papers"), await holderOf(id, "site")]).toEqual([colleague.id, null]);
    await on(colleague).completeStep({ id, version: 3, step: "papers", opinion: "齐全" });
  });

  test("is routed by the rules of the department that is asked, once it opens", async () => {
    const content = { name: "消防意见", role: "approver" as const, items: [], divisionCode: fire.place.divisionCode, target: { kind: "person" as const, accountId: fire.colleague.id } };
    await on(fire.supervisor).createRoutingRule({ departmentId: fire.place.departmentId, content });
    const { id } = await reviewed();
    await routeEvent(system(), { applicationId: id, eventId: await latest(id) });
    expect(await holderOf(id, "safety")).toBe(fire.colleague.id);
    expect([await holderOf(id, "papers"), await holderOf(id, "site")]).toEqual([null, null]);
  });

  test("goes to the deputy with everything else in hand", async () => {
    const { id } = await reviewed();
    await on(fire.approver).claim({ id });
    await on(fire.approver).recordAbsence({ deputyId: fire.colleague.id, fromOn: "2026-03-03", untilOn: "2026-03-04" });
    await startAbsences(system(at("2026-03-03")));
    expect(await holderOf(id, "safety")).toBe(fire.colleague.id);
  });
});

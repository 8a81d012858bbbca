import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applications } from "@/db/schema";
import { createItem, createPlace, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { openOffice, refused, staffOf, type Office } from "./router.testing";

let office: Office;
let fire: Place;
let water: Place;
let firemen: Awaited<ReturnType<typeof staffOf>>;
let watermen: Awaited<ReturnType<typeof staffOf>>;
let item: Item;

beforeAll(async () => {
  office = await openOffice();
  [fire, water] = [await createPlace(office.db), await createPlace(office.db)];
  [firemen, watermen] = [await staffOf(office.db, fire), await staffOf(office.db, water)];
  item = await createItem(office.db, office.place, revisionContent({
    form: office.item.content.form,
    steps: [
      { key: "accept", kind: "accept", name: { zh: "受理" }, role: "clerk" },
      { key: "safety", kind: "consult", name: { zh: "消防意见" }, role: "approver", departmentId: fire.departmentId, after: [], limitDays: 4 },
      { key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" },
    ],
  }));
});
afterAll(() => office.connection.close());

const on = (actor: User) => office.as(actor).applications;
const versionOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!.version;
async function accepted() {
  const filed = await office.submitted(await office.citizen(), item);
  await on(office.desk.clerk).accept({ id: filed.id, version: 1 });
  return filed;
}
const branch = async (actor: User, number: string) => (await on(actor).joint({ number })).branches.find(({ key }) => key === "safety");

describe("a department that was asked", () => {
  test("hands its branch back with the reason; the asking one asks another, who answers", async () => {
    const { desk } = office;
    const { id, number } = await accepted();
    expect(await branch(firemen.approver, number)).toMatchObject({ departmentName: fire.departmentName, status: "active", light: "green", canHandBack: true, canAsk: false });
    expect(await branch(desk.approver, number)).toMatchObject({ canHandBack: false, canAsk: false });
    await on(firemen.approver).handBack({ id, version: 2, step: "safety", reason: "不属于本部门职责，请征求水务部门意见。" });
    await expect(on(firemen.approver).joint({ number })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    const back = await branch(desk.approver, number);
    expect(back).toMatchObject({ departmentName: null, status: "active", completable: true, canAsk: true, moves: [{ action: "handBack", departmentName: fire.departmentName, reason: "不属于本部门职责，请征求水务部门意见。" }] });
    await expect(on(desk.approver).approve({ id, version: await versionOf(id), opinion: "准予" })).rejects.toMatchObject(refused("CONFLICT", "applications.stepsOpen"));
    await on(desk.approver).askDepartment({ id, version: await versionOf(id), step: "safety", departmentId: water.departmentId });
    expect(await branch(watermen.approver, number)).toMatchObject({ departmentName: water.departmentName, canHandBack: true });
    await on(watermen.approver).completeStep({ id, version: await versionOf(id), step: "safety", opinion: "排水符合要求。" });
    expect(await branch(desk.approver, number)).toMatchObject({ status: "done", opinion: "排水符合要求。", completedByName: watermen.approver.name });
    expect(await on(desk.approver).approve({ id, version: await versionOf(id), opinion: "准予" })).toMatchObject({ status: "approved" });
  });

  test("or the asking department answers itself", async () => {
    const { desk } = office;
    const { id } = await accepted();
    await on(firemen.approver).handBack({ id, version: 2, step: "safety", reason: "不属于本部门职责。" });
    expect(await on(desk.approver).completeStep({ id, version: 3, step: "safety", opinion: "无需征求意见。" })).toMatchObject({ version: 4 });
  });

  test("is the only one to hand back, while it is asked; and nobody asks their own department", async () => {
    const { desk } = office;
    const { id, number } = await accepted();
    await expect(on(desk.approver).handBack({ id, version: 2, step: "safety", reason: "不归他们" })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(on(firemen.reviewer).handBack({ id, version: 2, step: "safety", reason: "不归我们" })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(watermen.approver).handBack({ id, version: 2, step: "safety", reason: "不归我们" })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(desk.approver).askDepartment({ id, version: 2, step: "safety", departmentId: water.departmentId })).rejects.toMatchObject(refused("CONFLICT", "applications.noBranchToAsk"));
    await on(firemen.approver).handBack({ id, version: 2, step: "safety", reason: "不属于本部门职责。" });
    await expect(on(desk.approver).askDepartment({ id, version: 3, step: "safety", departmentId: office.place.departmentId })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.departmentUnknown"));
    expect((await office.db.select().from(applications).where(eq(applications.id, id)))[0]!.status).toBe("accepted");
    expect(number).toBeTruthy();
  });
});

import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationEvents, applications, applicationSteps } from "@/db/schema";
import { createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { ProcessStep } from "@/domain/items/schema/process";
import { at, openOffice, refused, staffOf, type Office } from "./router.testing";

let office: Office;
let fire: { place: Place; approver: User; reviewer: User; colleague: User };
let item: Item;

const step = (key: string, kind: ProcessStep["kind"], more: Partial<ProcessStep> = {}): ProcessStep => ({ key, kind, name: { zh: key }, role: "reviewer", ...more });

beforeAll(async () => {
  office = await openOffice();
  const place = await createPlace(office.db);
  fire = { place, approver: await createStaff(office.db, "approver", place), reviewer: await createStaff(office.db, "reviewer", place), colleague: await createStaff(office.db, "approver", place) };
  item = await createItem(office.db, office.place, revisionContent({
    form: office.item.content.form,
    steps: [
      step("accept", "accept", { role: "clerk", limitDays: 2 }),
      step("papers", "review", { limitDays: 5 }),
      step("site", "review", { after: [], limitDays: 3, limitUnit: "calendarDay" }),
      step("safety", "consult", { role: "approver", departmentId: place.departmentId, after: [], limitDays: 4 }),
      step("hygiene", "consult", { role: "approver", departmentId: place.departmentId, after: ["safety"], when: "shopName == '老张面馆'" }),
      step("export", "consult", { role: "approver", departmentId: place.departmentId, after: [], when: "shopName == '远洋'" }),
      step("decide", "decide", { role: "approver", limitDays: 3 }),
    ],
  }));
});
afterAll(() => office.connection.close());

const on = (actor: User, now?: Date) => office.as(actor, now ? { now } : {}).applications;
const stepsOf = async (id: string) => (await office.db.select().from(applicationSteps).where(eq(applicationSteps.applicationId, id)).orderBy(asc(applicationSteps.position))).map(({ key, status }) => `${key} ${status}`);
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const versionOf = async (id: string) => (await rowOf(id)).version;
const dueOf = async (id: string, key: string) => (await office.db.select().from(applicationSteps).where(and(eq(applicationSteps.applicationId, id), eq(applicationSteps.key, key))))[0]!.dueOn;
const accepted = async () => {
  const filed = await office.submitted(await office.citizen(), item);
  await on(office.desk.clerk).accept({ id: filed.id, version: 1 });
  return filed;
};

describe("branches of a process", () => {
  test("run side by side, each by whose it is, join before the decision, and leave out what does not apply", async () => {
    const { desk } = office;
    const { id, number } = await office.submitted(await office.citizen(), item);
    expect(await stepsOf(id)).toEqual(["accept active", "papers pending", "site pending", "safety pending", "hygiene pending", "export skipped", "decide pending"]);
    await expect(on(fire.approver).getForDesk({ number })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await on(desk.clerk).accept({ id, version: 1 });
    expect(await stepsOf(id)).toEqual(["accept done", "papers active", "site active", "safety active", "hygiene pending", "export skipped", "decide pending"]);

    const seen = await on(fire.approver).getForDesk({ number });
    expect(seen).toMatchObject({ asked: true, actions: ["completeStep", "handBack"], canClaim: false });
    expect(seen.steps.filter(({ completable }) => completable).map(({ key }) => key)).toEqual(["safety"]);
    expect((await on(fire.approver).queue({})).rows).toMatchObject([{ id, claimable: true, dueOn: "2026-03-06", step: { zh: "safety" } }]);

    await on(fire.approver).completeStep({ id, version: 2, opinion: "消防条件符合要求。" });
    await on(desk.reviewer).startReview({ id, version: 3 });
    await expect(on(desk.reviewer).completeStep({ id, version: 4, opinion: "同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.stepUnnamed"));
    await on(desk.reviewer).completeStep({ id, version: 4, step: "papers", opinion: "材料属实" });
    await on(desk.reviewer).completeStep({ id, version: 5, step: "site", opinion: "现场属实" });
    await expect(on(desk.approver).approve({ id, version: 6, opinion: "准予" })).rejects.toMatchObject(refused("CONFLICT", "applications.stepsOpen"));
    await on(fire.approver).completeStep({ id, version: 6, step: "hygiene", opinion: "卫生条件符合要求。" });
    expect((await on(fire.approver).queue({})).rows).toEqual([]);
    expect(await on(desk.approver).approve({ id, version: 7, opinion: "准予" })).toMatchObject({ status: "approved" });
    expect(await stepsOf(id)).toEqual(["accept done", "papers done", "site done", "safety done", "hygiene done", "export skipped", "decide done"]);
    const roles = await office.db.select({ action: applicationEvents.action, role: applicationEvents.actorRole }).from(applicationEvents).where(eq(applicationEvents.applicationId, id)).orderBy(asc(applicationEvents.sequence));
    expect(roles.filter(({ action }) => action === "completeStep").map(({ role }) => role)).toEqual(["approver", "reviewer", "reviewer", "approver"]);
  });

  test("are refused to the wrong role, the wrong department, before their time and after it", async () => {
    const { desk } = office;
    const { id, number } = await accepted();
    const elsewhere = await staffOf(office.db, await createPlace(office.db));
    await expect(on(elsewhere.approver).completeStep({ id, version: 2, step: "safety", opinion: "同意" })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(fire.reviewer).completeStep({ id, version: 2, step: "safety", opinion: "同意" })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(fire.reviewer).getForDesk({ number })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(desk.approver).completeStep({ id, version: 2, step: "safety", opinion: "同意" })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(on(fire.approver).completeStep({ id, version: 2, step: "papers", opinion: "同意" })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(on(fire.approver).completeStep({ id, version: 2, step: "hygiene", opinion: "同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.noOpenStep"));
    await expect(on(desk.reviewer).completeStep({ id, version: 2, step: "papers", opinion: "同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.noOpenStep"));
    await expect(on(fire.approver).approve({ id, version: 2, opinion: "准予" })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await on(fire.approver).completeStep({ id, version: 2, step: "safety", opinion: "同意" });
    await expect(on(fire.approver).completeStep({ id, version: 3, step: "safety", opinion: "再次同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.noOpenStep"));
  });

  test("a step is finished once, however many try at once, and held by one", async () => {
    const { id } = await accepted();
    const held = await Promise.allSettled([on(fire.approver).claim({ id }), on(fire.colleague).claim({ id })]);
    expect(held.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const holder = held[0]!.status === "fulfilled" ? fire.approver : fire.colleague;
    const other = holder === fire.approver ? fire.colleague : fire.approver;
    expect((await rowOf(id)).claimedBy).toBeNull();
    await expect(on(other).completeStep({ id, version: 2, step: "safety", opinion: "同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.claimedByOther"));
    expect((await on(holder).queue({ assignee: "me" })).rows).toMatchObject([{ id, mine: true }]);
    await on(holder).release({ id });
    const results = await Promise.allSettled([fire.approver, fire.colleague, fire.approver].map((actor) => on(actor).completeStep({ id, version: 2, step: "safety", opinion: "同意" })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await stepsOf(id)).toContain("safety done");
    expect(await versionOf(id)).toBe(3);
  });

  test("a colleague's claim of the case does not stop the department that was asked, nor end with its opinion", async () => {
    const { desk } = office;
    const { id } = await accepted();
    await on(desk.reviewer).startReview({ id, version: 2 });
    await on(fire.approver).completeStep({ id, version: 3, step: "safety", opinion: "同意" });
    expect(await rowOf(id)).toMatchObject({ claimedBy: desk.reviewer.id, status: "inReview" });
  });

  test("sent back, a branch and what hangs on it come again while its neighbours stay done", async () => {
    const { desk } = office;
    const { id } = await accepted();
    await on(desk.reviewer).startReview({ id, version: 2 });
    for (const [actor, key] of [[desk.reviewer, "papers"], [desk.reviewer, "site"], [fire.approver, "safety"], [fire.approver, "hygiene"]] as const) {
      await on(actor).completeStep({ id, version: await versionOf(id), step: key, opinion: "同意" });
    }
    await on(desk.approver).sendBack({ id, version: await versionOf(id), step: "safety", reason: "请说明疏散通道。" });
    expect(await stepsOf(id)).toEqual(["accept done", "papers done", "site done", "safety active", "hygiene pending", "export skipped", "decide pending"]);
    await expect(on(desk.approver).sendBack({ id, version: await versionOf(id), step: "hygiene", reason: "再看一下" })).rejects.toMatchObject(refused("CONFLICT", "applications.nothingToSendBack"));
    await expect(on(desk.approver).reject({ id, version: await versionOf(id), reason: "不符合" })).rejects.toMatchObject(refused("CONFLICT", "applications.stepsOpen"));
  });
});

describe("the limit of a step", () => {
  test("runs from the day it began, in its own days, orders the queue where it is earlier, and stands still with the case", async () => {
    const { desk } = office;
    const { id, number } = await office.submitted(await office.citizen(), item);
    expect(await rowOf(id)).toMatchObject({ dueOn: "2026-03-09", stepDueOn: "2026-03-04", deskDueOn: "2026-03-04" });
    await on(desk.clerk, at("2026-03-03")).accept({ id, version: 1 });
    expect([await dueOf(id, "papers"), await dueOf(id, "site"), await dueOf(id, "safety")]).toEqual(["2026-03-10", "2026-03-06", "2026-03-09"]);
    expect(await rowOf(id)).toMatchObject({ dueOn: "2026-03-17", stepDueOn: "2026-03-06", deskDueOn: "2026-03-06" });
    const queued = (await on(desk.reviewer, at("2026-03-06")).queue({ query: number })).rows;
    expect(queued).toMatchObject([{ id, dueOn: "2026-03-06", light: "orange", step: { zh: "site" }, promisedDueOn: "2026-03-17" }]);
    expect((await on(desk.reviewer, at("2026-03-06")).getForDesk({ number })).steps.map(({ key, light }) => [key, light])).toContainEqual(["safety", "yellow"]);

    await on(desk.reviewer, at("2026-03-03")).suspend({ id, version: 2, procedure: "inspection", reason: "现场检验", plannedEndOn: "2026-03-05" });
    expect(await rowOf(id)).toMatchObject({ stepDueOn: null, deskDueOn: "2026-03-05" });
    await on(desk.reviewer, at("2026-03-05")).resume({ id, version: 3 });
    expect([await dueOf(id, "papers"), await dueOf(id, "site")]).toEqual(["2026-03-12", "2026-03-09"]);
    expect(await rowOf(id)).toMatchObject({ stepDueOn: "2026-03-09" });
  });

  test("does not run while a correction is awaited, and begins anew with the corrected application", async () => {
    const { desk } = office;
    const person = await office.citizen();
    const { id } = await office.submitted(person, item);
    await on(desk.clerk).requestCorrection({ id, version: 1, items: [{ fieldId: "shopName", reason: "请改正" }] });
    expect(await rowOf(id)).toMatchObject({ stepDueOn: null });
    const later = on(person, at("2026-03-05"));
    await later.save({ id, section: "applicant", raw: { shopName: "远洋" } });
    await later.resubmit({ id, declared: true });
    // What the answers now say decides which steps there are.
    expect(await stepsOf(id)).toEqual(["accept active", "papers pending", "site pending", "safety pending", "hygiene skipped", "export pending", "decide pending"]);
    expect(await rowOf(id)).toMatchObject({ stepDueOn: "2026-03-09" });
  });
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { plannedClosures } from "@/db/schema";
import { createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { answers, at, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(() => office.db.delete(plannedClosures));
afterAll(() => office.connection.close());

/** Closed from 10:00 to 12:00 in Shanghai. */
const close = (scope: Partial<typeof plannedClosures.$inferInsert> = {}) => office.db.insert(plannedClosures).values({
  proposalId: crypto.randomUUID(), scope: "item", itemCode: office.plain.code, startsAt: at("2026-03-02", "10:00"), endsAt: at("2026-03-02", "12:00"), noticeDays: 3,
  why: { zh: "系统升级", en: "Upgrade" }, instead: { zh: "请到窗口", en: "Go to a window" }, ...scope,
});
const [before, during, after] = ["09:59", "11:00", "12:00"].map((time) => at("2026-03-02", time)) as [Date, Date, Date];
const shut = { ...refused("CONFLICT", "departments.closedForNow"), cause: { params: { year: "2026", month: 3, day: 2, weekday: 1, time: "12:00" } } };
const on = (actor: User, now: Date) => office.as(actor, { now }).applications;

test("while an item is closed a draft is kept and filled in, and filed when it opens", async () => {
  await close();
  const person = await office.citizen();
  const { id } = await on(person, before).start({ itemCode: office.plain.code });
  const { version } = await on(person, before).draft({ id });
  const raw = Object.fromEntries(Object.entries((await on(person, before).draft({ id })).answers).map(([key, value]) => [key, String(value)]));
  expect(await on(person, during).save({ id, section: "applicant", raw: { ...raw, ...answers } })).toMatchObject({ errors: [] });
  await expect(on(person, during).submit({ id, declared: true })).rejects.toMatchObject(shut);
  expect(await on(person, during).draft({ id })).toMatchObject({ status: "draft", version, answers });
  expect(await on(person, during).start({ itemCode: office.plain.code })).toEqual({ id, resumed: true });
  expect(await on(person, after).submit({ id, declared: true })).toMatchObject({ status: "submitted" });
});

test("a corrected application waits too, and is filed when it opens", async () => {
  const person = await office.citizen();
  const { id, version } = await office.submitted(person, office.plain, before);
  await on(office.desk.clerk, before).requestCorrection({ id, version, items: [{ fieldId: "shopName", reason: "请写全称" }] });
  await close();
  expect(await on(person, during).save({ id, section: "applicant", raw: { shopName: "老张面馆总店" }, fields: ["shopName"] })).toMatchObject({ errors: [] });
  await expect(on(person, during).resubmit({ id, declared: true })).rejects.toMatchObject(shut);
  expect(await on(person, after).resubmit({ id, declared: true })).toMatchObject({ status: "submitted" });
});

test("a clerk at a counter goes on for whoever comes there", async () => {
  await close();
  const person = await office.citizen();
  const clerk = on(office.desk.clerk, during);
  const { reception } = await clerk.counterEnter({ document: "idCard", person: { name: person.name, citizenId: person.citizenId }, reason: "读卡器坏了" });
  await on(await createStaff(office.db, "clerk", office.place), during).counterDecide({ id: reception, decision: "confirmed" });
  const { id } = await clerk.counterStart({ reception, itemCode: office.plain.code });
  const raw = Object.fromEntries(Object.entries((await clerk.counterDraft({ reception, id })).answers).map(([key, value]) => [key, String(value)]));
  await clerk.counterSave({ reception, id, section: "applicant", raw: { ...raw, ...answers } });
  expect(await clerk.counterSubmit({ reception, id, declared: true, signature: "screen" })).toMatchObject({ number: expect.any(String) });
});

test("nobody begins what they could not file, save at another item", async () => {
  await close();
  const person = await office.citizen();
  await expect(on(person, during).start({ itemCode: office.plain.code })).rejects.toMatchObject(shut);
  expect(await on(person, during).start({ itemCode: office.item.code })).toMatchObject({ resumed: false });
});

test.each<[string, () => Partial<typeof plannedClosures.$inferInsert>]>([
  ["its department", () => ({ scope: "department", itemCode: null, departmentId: office.place.departmentId })],
  ["its division", () => ({ scope: "division", itemCode: null, divisionCode: office.place.divisionCode })],
  ["the whole portal", () => ({ scope: "portal", itemCode: null })],
])("nor where %s is closed, unless it was called off", async (_, scope) => {
  await close(scope());
  const person = await office.citizen();
  await expect(on(person, during).start({ itemCode: office.plain.code })).rejects.toMatchObject(shut);
  await office.db.update(plannedClosures).set({ endedAt: before, endedBy: person.id, endReason: "改期" });
  expect(await on(person, during).start({ itemCode: office.plain.code })).toMatchObject({ resumed: false });
});

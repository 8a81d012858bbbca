import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyedDigest } from "@/db/personal-data";
import { createPlace, createStaff, type Place } from "@/db/testing/factories";
import { defaultColumns, type ViewContent } from "@/domain/applications/schema/queue";
import type { User } from "@/domain/core/actor";
import { openOffice, refused, type Office } from "./router.testing";

let office: Office;
let place: Place;
beforeAll(async () => {
  office = await openOffice();
  place = await createPlace(office.db, "310120");
  for (const wider of ["310100", "310000"]) await createPlace(office.db, wider);
});
afterAll(() => office.connection.close());

const on = (actor: User) => office.as(actor).applications;
const content: ViewContent = { filters: { lights: ["red"], assignee: "nobody" }, sort: "-received", columns: ["light", "status"] };

describe("views of the queue", () => {
  test("are kept, changed, opened with and dropped by their owner; nobody else touches them", async () => {
    const [me, colleague] = [await createStaff(office.db, "clerk", place), await createStaff(office.db, "clerk", place)];
    expect(await on(me).deskViews()).toEqual({ views: [], opensWith: null, columns: [...defaultColumns] });
    const { id } = await on(me).saveView({ name: "红灯", shared: false, content });
    await expect(on(me).saveView({ name: "红灯", shared: false, content })).rejects.toMatchObject(refused("CONFLICT", "applications.viewNameTaken"));
    const { id: other } = await on(me).saveView({ name: "其他", shared: false, content });
    await expect(on(me).changeView({ id: other, name: "红灯", shared: false })).rejects.toMatchObject(refused("CONFLICT", "applications.viewNameTaken"));
    for (const call of [() => on(colleague).changeView({ id, name: "我的", shared: true }), () => on(colleague).deleteView({ id }), () => on(colleague).openWithView({ id })]) {
      await expect(call()).rejects.toMatchObject(refused("NOT_FOUND", "applications.viewNotFound"));
    }
    await on(me).openWithView({ id });
    await on(me).chooseColumns({ columns: ["due"] });
    expect(await on(me).deskViews()).toMatchObject({ opensWith: id, columns: ["due"], views: [{ name: "其他" }, { id, name: "红灯", content, shared: false, own: true }] });
    await on(me).deleteView({ id });
    expect(await on(me).deskViews()).toMatchObject({ opensWith: null, views: [{ id: other }] });
  });

  test("the columns are each person's own, in the order of the list, and none that there is not", async () => {
    const [me, colleague] = [await createStaff(office.db, "clerk", place), await createStaff(office.db, "clerk", place)];
    await on(me).chooseColumns({ columns: ["claimed", "step", "light"] });
    expect((await on(me).deskViews()).columns).toEqual(["light", "step", "claimed"]);
    expect((await on(colleague).deskViews()).columns).toEqual([...defaultColumns]);
    await expect(on(me).chooseColumns({ columns: ["citizenId" as "due"] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(on(await office.citizen()).chooseColumns({ columns: ["due"] })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("that are shared serve the colleagues of the same office and beneath it, not beside it", async () => {
    const city = await createStaff(office.db, "supervisor", { ...place, divisionCode: "310100" });
    const { id } = await on(city).saveView({ name: "全市红灯", shared: true, content });
    const [beneath, elsewhere, beside] = await Promise.all([
      createStaff(office.db, "clerk", place), createStaff(office.db, "clerk", await createPlace(office.db, "310121")), createStaff(office.db, "clerk", { ...place, divisionCode: "310000" }),
    ]);
    expect((await on(beneath).deskViews()).views).toMatchObject([{ id, own: false, ownerName: city.name }]);
    for (const one of [elsewhere, beside]) expect((await on(one).deskViews()).views).toEqual([]);
    await on(beneath).openWithView({ id });
    await on(city).changeView({ id, name: "全市红灯", shared: false });
    expect(await on(beneath).deskViews()).toMatchObject({ views: [], opensWith: null });
  });

  test("keep no person: neither a name nor a number", async () => {
    const me = await createStaff(office.db, "clerk", place);
    const named = { ...content, filters: { query: "张三" } } as unknown as ViewContent;
    await expect(on(me).saveView({ name: "张三", shared: false, content: named })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

test("an ID number is in no address, only its blind index; a name and a number are as they were typed", async () => {
  const me = await createStaff(office.db, "clerk", place);
  const { citizenId } = await office.citizen();
  expect(await on(me).queueAddress({ text: ` ${citizenId} ` })).toEqual({ applicant: keyedDigest("citizenId", citizenId) });
  expect(await on(me).queueAddress({ text: "张三" })).toEqual({ query: "张三" });
  expect(await on(me).queueAddress({ text: " " })).toEqual({});
});

test("the items and divisions to choose from are those whose cases lie with whoever asks", async () => {
  const me = await createStaff(office.db, "clerk", office.place);
  const { item, divisions } = await on(me).queueChoices({});
  expect([item, divisions.map(({ code }) => code)]).toEqual([null, [office.place.divisionCode]]);
  const [own, ...more] = await on(me).queueItems({ query: "测试区" });
  expect([own, ...more].map((one) => one?.id).toSorted()).toEqual([office.item.serviceItemId, office.plain.serviceItemId].toSorted());
  expect(await on(me).queueChoices({ item: own?.id })).toMatchObject({ item: own });
  // A word of the name and one of the division, in any order; the signs of a pattern stand for themselves.
  expect(own?.label).toMatch(/^.+ · 测试区.+$/u);
  const [name = "", division = ""] = own?.label.split(" · ") ?? [];
  expect((await on(me).queueItems({ query: `${division} ${name.slice(1)}` })).map(({ label }) => label)).toContain(own?.label);
  expect(await on(me).queueItems({ query: "%" })).toEqual([]);
  const stranger = await createStaff(office.db, "clerk", await createPlace(office.db, "440104"));
  expect(await on(stranger).queueItems({ query: name })).toEqual([]);
  expect(await on(stranger).queueChoices({ item: own?.id })).toEqual({ item: null, divisions: [] });
});

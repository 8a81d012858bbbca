import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applications, serviceItems } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { compileForm } from "@/domain/forms/rules/compile";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { at, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const on = (actor: User, now?: Date) => office.as(actor, now ? { now } : {}).applications;
const section = "applicant";

/** Somebody with a draft, open in two places that both show it as it is. */
async function opened() {
  const person = await office.citizen();
  const id = await office.draft(person);
  const shown = async () => {
    const { definition, answers } = await on(person).draft({ id });
    return compileForm(definition).toRaw(section, answers);
  };
  const base = await shown();
  const save = (changed: RawAnswers, from = base) => on(person).save({ id, section, raw: { ...from, ...changed }, base: from });
  return { person, id, base, save, shown };
}

describe("a draft open in two places", () => {
  test("what each of them changed is there in the end", async () => {
    const { save, shown } = await opened();
    await save({ shopName: "老李面馆" });
    const second = await save({ ownerPhone: "13900139000" });
    expect(second).toMatchObject({ conflicts: [], taken: ["shopName"], stored: { shopName: "老李面馆", ownerPhone: "13900139000" } });
    expect(await shown()).toMatchObject({ shopName: "老李面馆", ownerPhone: "13900139000" });
  });

  test("what both changed stays as it was stored first, and both are told", async () => {
    const { save, shown } = await opened();
    await save({ shopName: "老李面馆" });
    const second = await save({ shopName: "老王面馆", ownerPhone: "13900139000" });
    expect(second.conflicts).toEqual([{ fieldId: "shopName", mine: { shopName: "老王面馆" }, theirs: { shopName: "老李面馆" }, answers: { mine: "老王面馆", theirs: "老李面馆" } }]);
    expect(await shown()).toMatchObject({ shopName: "老李面馆", ownerPhone: "13900139000" });
  });

  test("sent again before anybody has chosen, it overwrites nothing", async () => {
    const { save, shown } = await opened();
    await save({ shopName: "老李面馆" });
    await save({ shopName: "老王面馆" });
    expect((await save({ shopName: "老王面馆" })).conflicts).toHaveLength(1);
    expect(await shown()).toMatchObject({ shopName: "老李面馆" });
  });

  test("who has seen the other and chooses their own has it", async () => {
    const { base, save, shown } = await opened();
    await save({ shopName: "老李面馆" });
    const { conflicts } = await save({ shopName: "老王面馆" });
    expect(await save({ shopName: "老王面馆" }, { ...base, ...conflicts[0]?.theirs })).toMatchObject({ conflicts: [], taken: [] });
    expect(await shown()).toMatchObject({ shopName: "老王面馆" });
  });

  test("at the same moment, one is stored and the other told", async () => {
    const { save, shown } = await opened();
    const both = await Promise.all([save({ shopName: "老李面馆" }), save({ shopName: "老王面馆" })]);
    const told = both.flatMap(({ conflicts }) => conflicts);
    expect(told).toHaveLength(1);
    expect(await shown()).toMatchObject(told[0]?.theirs ?? {});
  });

  test("without a beginning to compare with, what is sent counts alone", async () => {
    const { person, id, base, save, shown } = await opened();
    await save({ shopName: "老李面馆" });
    expect(await on(person).save({ id, section, raw: { ...base, shopName: "老王面馆" } })).toMatchObject({ conflicts: [], taken: [] });
    expect(await shown()).toMatchObject({ shopName: "老王面馆" });
  });
});

describe("what was typed while the network was away", () => {
  test("is saved days later, as long as the draft is there", async () => {
    const { person, id, base, shown } = await opened();
    await on(person, at("2026-03-20")).save({ id, section, raw: { ...base, shopName: "离线面馆" }, base });
    expect(await shown()).toMatchObject({ shopName: "离线面馆" });
  });

  test("finds the draft filed from elsewhere: it is refused, not lost in silence, and what was filed stands", async () => {
    const { person, id, save, shown } = await opened();
    await on(person).submit({ id, declared: true });
    await expect(save({ shopName: "离线面馆" })).rejects.toMatchObject(refused("CONFLICT", "applications.notEditable"));
    expect(await shown()).toMatchObject({ shopName: "老张面馆" });
  });

  test("finds the draft thrown away from elsewhere", async () => {
    const { person, id, save } = await opened();
    await on(person).discard({ id });
    await expect(save({ shopName: "离线面馆" })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
  });

  test("goes to nobody else's draft", async () => {
    const { id, base } = await opened();
    const stranger = await office.citizen();
    await expect(on(stranger).save({ id, section, raw: base, base })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
  });
});

describe.each(["suspended", "cancelled"] as const)("a draft whose item is %s meanwhile", (status) => {
  test("takes what is still being typed, and stays readable", async () => {
    const { person, id, save } = await opened();
    const { serviceItemId } = (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
    await office.db.update(serviceItems).set({ status }).where(eq(serviceItems.id, serviceItemId));
    await save({ shopName: "老李面馆" });
    expect(await on(person).draft({ id })).toMatchObject({ closed: true, answers: { shopName: "老李面馆" } });
    await office.db.update(serviceItems).set({ status: "published" }).where(eq(serviceItems.id, serviceItemId));
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCitizen, createItem, revisionContent, type Item } from "@/db/testing/factories";
import { parseCitizenId } from "@/domain/core/codes";
import type { User } from "@/domain/core/actor";
import type { FormDefinition } from "@/domain/forms/schema";
import { openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const on = (actor: User) => office.as(actor).applications;
const formWith = (...fields: FormDefinition["sections"][0]["fields"]): FormDefinition => ({ version: 1, sections: [{ id: "who", title: { zh: "申请人" }, fields }] });
const itemWith = (form: FormDefinition): Promise<Item> => createItem(office.db, office.place, revisionContent({ name: "测试事项", form }));

describe("a birth date beside an ID number", () => {
  let item: Item;
  beforeAll(async () => {
    item = await itemWith(formWith(
      { id: "number", type: "citizenId", label: { zh: "公民身份号码", en: "Citizen ID number" }, prefill: "profile.citizenId" },
      { id: "born", type: "date", label: { zh: "出生日期", en: "Date of birth" }, mustBe: "birthOn(number)", prefill: "profile.birthOn" },
    ));
  });

  test("is filled in from the proven identity, and refused where it says another day", async () => {
    const born = "1990-05-17";
    const citizen = await createCitizen(office.db, { birthOn: born });
    expect(parseCitizenId(citizen.citizenId)?.birthOn).toBe(born);
    const { id } = await on(citizen).start({ itemCode: item.code });
    expect((await on(citizen).draft({ id })).answers).toMatchObject({ number: citizen.citizenId, born });

    const wrong = await on(citizen).save({ id, section: "who", raw: { number: citizen.citizenId, born: "1991-05-17" } });
    expect(wrong.errors).toMatchObject([{ fieldId: "born", code: "forms.dateDiffers", label: { zh: "出生日期" }, against: { zh: "公民身份号码" } }]);
    await expect(on(citizen).submit({ id, declared: true })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "applications.answersIncomplete", { field: "born" }));

    expect((await on(citizen).save({ id, section: "who", raw: { number: citizen.citizenId, born: "1990年5月17日" } })).errors).toEqual([]);
    await expect(on(citizen).submit({ id, declared: true })).resolves.toMatchObject({ status: "submitted" });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nextScreen, screensOf } from "@/domain/forms/rules/questions";
import { compileForm } from "@/domain/forms/rules/compile";
import { openOffice, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

/** A draft just begun, and its applicant's calls. */
async function begun() {
  const person = await office.citizen();
  const me = office.as(person).applications;
  const { id } = await me.start({ itemCode: office.item.code });
  return { id, me, draft: () => me.draft({ id }) };
}

describe("one question of a page by itself", () => {
  it("is saved while the others of the page stay as they are", async () => {
    const { id, me, draft } = await begun();
    const before = (await draft()).answers;
    expect(before).toMatchObject({ ownerId: expect.any(String), ownerPhone: expect.any(String) });
    expect(await me.save({ id, section: "applicant", raw: { shopName: "老张面馆" }, fields: ["shopName"] })).toMatchObject({ errors: [] });
    expect((await draft()).answers).toEqual({ ...before, shopName: "老张面馆" });
  });

  it("tells what is wrong with itself alone", async () => {
    const { id, me, draft } = await begun();
    const saved = await me.save({ id, section: "applicant", raw: { ownerPhone: "一二三" }, fields: ["ownerPhone"] });
    expect(saved.errors.map(({ fieldId, code }) => [fieldId, code])).toEqual([["ownerPhone", "forms.phone"]]);
    expect((await draft()).errors.map(({ fieldId }) => fieldId)).toEqual(["shopName", "ownerPhone"]);
  });

  it("a look at known answers changes none of them", async () => {
    const { id, me, draft } = await begun();
    const before = (await draft()).answers;
    expect(await me.save({ id, section: "applicant", raw: {}, fields: [] })).toMatchObject({ errors: [] });
    expect((await draft()).answers).toEqual(before);
  });

  it("posts nothing that was not shown", async () => {
    const { id, me, draft } = await begun();
    const before = (await draft()).answers["ownerPhone"];
    await me.save({ id, section: "applicant", raw: { shopName: "老张面馆", ownerPhone: "13900139000" }, fields: ["shopName"] });
    expect((await draft()).answers["ownerPhone"]).toBe(before);
  });

  it("leads, one after the other, to an application that can be sent", async () => {
    const { id, me, draft } = await begun();
    const raw = { shopName: "老张面馆。", remarks: "没有" };
    const screens = async () => {
      const { definition, answers, context, sources } = await draft();
      return screensOf(compileForm(definition).visible(answers, context).sections, (field) => sources[field] !== undefined && answers[field] !== undefined);
    };
    const seen: string[] = [];
    for (let screen = (await screens())[0]; screen; screen = nextScreen(await screens(), screen.sectionId, screen.key)) {
      seen.push(screen.key);
      const fields = screen.kind === "question" ? screen.fields.map((field) => field.id) : [];
      const posted = Object.fromEntries(Object.entries(raw).filter(([name]) => fields.includes(name)));
      expect((await me.save({ id, section: screen.sectionId, raw: posted, fields })).errors).toEqual([]);
    }
    expect(seen).toEqual(["_known", "shopName", "remarks"]);
    expect(await me.submit({ id, declared: true })).toMatchObject({ number: expect.any(String) });
  });
});

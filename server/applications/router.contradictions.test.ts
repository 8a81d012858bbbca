import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAgent, createCitizen, createDelegate, createItem, revisionContent, type Item } from "@/db/testing/factories";
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

describe("an address outside the division that an application goes to", () => {
  test("is told with the draft, and does not keep it from being filed", async () => {
    const item = await itemWith(formWith({ id: "home", type: "address", label: { zh: "现住址" } }));
    const citizen = await createCitizen(office.db);
    const { id } = await on(citizen).start({ itemCode: item.code });
    const lives = async (division: string) => {
      await on(citizen).save({ id, section: "who", raw: { "home.division": division, "home.detail": "一号" } });
      return (await on(citizen).draft({ id })).elsewhere;
    };
    expect(await lives(office.place.divisionCode)).toEqual([]);
    expect(await lives("310115")).toEqual([{ fieldId: "home", sectionId: "who", label: { zh: "现住址" }, division: "310115" }]);
    await expect(on(citizen).submit({ id, declared: true })).resolves.toMatchObject({ status: "submitted" });
  });
});

describe("a typed signature", () => {
  const signed = (name: string) => ({ "signature.name": name, "signature.agree": "on" });
  const begin = async (actor: User, name: string) => {
    const { id } = await on(actor).start({ itemCode: item.code });
    return on(actor).save({ id, section: "who", raw: { shop: "面馆", ...signed(name) } });
  };
  const differs = { fieldId: "signature", code: "forms.signerDiffers", label: { zh: "申请人签名" } };
  const incomplete = refused("UNPROCESSABLE_CONTENT", "applications.answersIncomplete", { field: "signature" });
  let item: Item;
  beforeAll(async () => {
    item = await itemWith(formWith({ id: "shop", type: "text", label: { zh: "店名" } }, { id: "signature", type: "signature", label: { zh: "申请人签名" } }));
  });

  test("in another name than the signer's is refused, and cannot be filed", async () => {
    const citizen = await createCitizen(office.db, { name: "陈思远" });
    const { id, errors, raw } = await begin(citizen, "李建国");
    expect((await on(citizen).draft({ id })).context.signers).toEqual(["陈思远"]);
    expect(errors).toMatchObject([differs]);
    expect(raw).toEqual(signed("李建国"));
    await expect(on(citizen).submit({ id, declared: true })).rejects.toMatchObject(incomplete);
    expect((await on(citizen).save({ id, section: "who", raw: { shop: "面馆", ...signed("陈 思远　") } })).errors).toEqual([]);
    await expect(on(citizen).submit({ id, declared: true })).resolves.toMatchObject({ status: "submitted" });
  });

  test("of an agent is their own, not the organisation's representative's; a colleague who files it signs anew", async () => {
    const agent = await createAgent(office.db, await createCitizen(office.db, { name: "罗美玲" }));
    const business = await createItem(office.db, office.place, revisionContent({ name: "企业事项", audience: ["1", "2"], form: formWith({ id: "signature", type: "signature", label: { zh: "申请人签名" } }) }));
    const { id } = await on(agent).start({ itemCode: business.code });
    expect((await on(agent).save({ id, section: "who", raw: signed("李法人") })).errors).toMatchObject([differs]);
    expect((await on(agent).save({ id, section: "who", raw: signed("罗美玲") })).errors).toEqual([]);
    const colleague = await createAgent(office.db, await createCitizen(office.db, { name: "何建国" }), agent.organisationId);
    await expect(on(colleague).submit({ id, declared: true })).rejects.toMatchObject(incomplete);
    await expect(on(agent).submit({ id, declared: true })).resolves.toMatchObject({ status: "submitted" });
  });

  test("of a delegate is their own, and stands when the principal confirms what was handed over", async () => {
    const principal = await createCitizen(office.db, { name: "梁秀英" });
    const delegate = await createDelegate(office.db, principal, await createCitizen(office.db, { name: "梁国栋" }), { awaitsPrincipal: true });
    const { id, errors } = await begin(delegate, "梁秀英");
    expect(errors).toMatchObject([differs]);
    await on(delegate).save({ id, section: "who", raw: { shop: "面馆", ...signed("梁国栋") } });
    await expect(on(principal).submit({ id, declared: true })).rejects.toMatchObject(incomplete);
    const { awaitingSince: confirms } = await on(delegate).askPrincipal({ id, declared: true });
    expect((await on(principal).draft({ id })).errors).toEqual([]);
    await expect(on(principal).submit({ id, declared: true, confirms })).resolves.toMatchObject({ status: "submitted" });
  });

  test("that was filed stays when somebody else answers a correction that leaves it alone", async () => {
    const principal = await createCitizen(office.db, { name: "梁秀英" });
    const delegate = await createDelegate(office.db, principal, await createCitizen(office.db, { name: "梁国栋" }));
    const { id } = await begin(delegate, "梁国栋");
    await on(delegate).submit({ id, declared: true });
    await on(office.desk.clerk).requestCorrection({ id, version: 1, items: [{ fieldId: "shop", reason: "与执照不一致" }] });
    expect((await on(principal).save({ id, section: "who", raw: { shop: "老张面馆", ...signed("张三") } })).errors).toEqual([]);
    await expect(on(principal).resubmit({ id, declared: true })).resolves.toMatchObject({ status: "submitted" });
    expect((await on(principal).draft({ id })).answers).toMatchObject({ shop: "老张面馆", signature: { name: "梁国栋" } });
  });

  test("of somebody who is known by their phone alone is judged once their name is proven", async () => {
    const citizen = { ...(await createCitizen(office.db, { name: "陈思远" })), assuranceLevel: "L0" as const };
    const { id, errors } = await begin(citizen, "李建国");
    expect(errors).toEqual([]);
    await expect(on({ ...citizen, assuranceLevel: "L3" }).submit({ id, declared: true })).rejects.toMatchObject(incomplete);
  });
});

import { describe, expect, it } from "vitest";
import type { FormDefinition } from "@/domain/forms/schema";
import { coHolderFields, coHoldersIn, groupsOf } from "./co-holders";

const form = (fields: object[]): FormDefinition => ({ version: 1, sections: [{ id: "s", title: { zh: "共有人" }, fields: [{ id: "owners", type: "repeatingGroup", label: { zh: "共有人" }, fields }] }] }) as never;
const people = form([{ id: "name", type: "personName", label: { zh: "姓名" } }, { id: "number", type: "citizenId", label: { zh: "身份证号" } }]);
const firms = form([{ id: "name", type: "text", label: { zh: "名称" } }, { id: "uscc", type: "uscc", label: { zh: "代码" } }]);
const one = { name: "王二", number: "11010519491231002x" };

describe("co-holders", () => {
  it.each<[string, FormDefinition, unknown, unknown[]]>([
    ["are the people of the rows, in their order", people, [one, { name: "张三", number: "310101199001010014" }], [{ name: "王二", code: "11010519491231002X", type: "111" }, { name: "张三", code: "310101199001010014", type: "111" }]],
    ["are each named once", people, [one, { ...one, name: "王二二" }], [{ name: "王二", code: "11010519491231002X", type: "111" }]],
    ["do not name the applicant again", people, [{ name: "本人", number: "310101198001010010" }, one], [{ name: "王二", code: "11010519491231002X", type: "111" }]],
    ["may be organisations", firms, [{ name: "甲公司", uscc: "91310101MA1FPX1234" }], [{ name: "甲公司", code: "91310101MA1FPX1234", type: "001" }]],
    ["are none where the question was not asked", people, undefined, []],
  ])("%s", (_, definition, rows, expected) => {
    expect(coHoldersIn(definition, { owners: rows } as never, { group: "owners", holderCode: "310101198001010010" })).toEqual(expected);
  });

  it("need a name and a number that there always are", () => {
    const of = (fields: object[]) => coHolderFields(groupsOf(form(fields))[0]!);
    expect(of([{ id: "name", type: "personName" }, { id: "number", type: "citizenId", optional: true }])).toBeUndefined();
    expect(of([{ id: "name", type: "personName" }, { id: "number", type: "citizenId", visibleWhen: "x" }])).toBeUndefined();
    expect(of([{ id: "name", type: "personName" }, { id: "phone", type: "phone" }])).toBeUndefined();
    expect(of([{ id: "name", type: "personName" }, { id: "number", type: "citizenId" }])).toEqual({ name: "name", code: "number", type: "111" });
  });
});

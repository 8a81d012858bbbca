import { describe, expect, test } from "vitest";
import type { Answers } from "@/domain/forms/schema";
import { scopeOf } from "@/domain/items/rules/process";
import { automaticOf, decideByTable } from "@/domain/items/rules/process-automatic";
import { soleTrader } from "./sole-trader";

const { steps = [], form } = soleTrader.content;
const table = automaticOf(steps);
const profile = { name: "王芳", citizenId: "11010519491231002X" };
const plain: Answers = { applicantName: "王芳", applicantCitizenId: profile.citizenId, composition: "individual", usesName: false, premisesKind: "shop", businessScope: "餐饮服务", m2: [{ fileId: "f", name: "租赁合同.jpg" }] };
const decided = (answers: Answers) => {
  if (!table || !form) throw new Error("the table is gone");
  return decideByTable(table, { scope: scopeOf({ ...plain, ...answers }, { today: "2026-09-01", profile, situation: {} }), form, personAsked: false, corrected: false, examined: false });
};

describe("a sole trader is registered at once", () => {
  test.each([[{}, 1], [{ premisesKind: "online" }, 2]])("with %j, by row %i", (answers, row) => expect(decided(answers)).toMatchObject({ outcome: "approved", row }));

  test.each<[string, Answers]>([
    ["under another's name", { applicantName: "李强" }], ["with another's number", { applicantCitizenId: "440104199001010011" }], ["as a family", { composition: "family" }], ["under a business name", { usesName: true }],
    ["in a dwelling", { premisesKind: "home" }], ["with a scope of one's own words", { businessScope: "餐饮服务、其他" }],
  ])("and not %s", (_how, answers) => expect(decided(answers)).toEqual({ outcome: "person", reason: "unmatched" }));
});

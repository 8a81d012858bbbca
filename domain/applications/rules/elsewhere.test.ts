import { describe, expect, test } from "vitest";
import { compileForm } from "@/domain/forms/rules/compile";
import type { Answers, FormDefinition } from "@/domain/forms/schema";
import { placesElsewhere } from "./elsewhere";

const label = { zh: "地址" };
const form = compileForm({ version: 1, sections: [{ id: "where", title: label, fields: [
  { id: "registered", type: "division", label, optional: true },
  { id: "lives", type: "yesNo", label, optional: true },
  { id: "home", type: "address", label, optional: true, visibleWhen: "lives != false" },
  { id: "shops", type: "repeatingGroup", label, optional: true, fields: [{ id: "shop", type: "address", label }] },
] }] } satisfies FormDefinition);
const at = (division: string) => ({ division, detail: "一号" });
const told = (answers: Answers, divisionCode: string) => placesElsewhere(form, { answers, context: { today: "2026-11-22", profile: {}, situation: {} }, divisionCode }).map(({ fieldId, sectionId, division }) => `${sectionId} ${fieldId} ${division}`);

describe("places outside the division an application goes to", () => {
  test.each<[string, Answers, string, string[]]>([
    ["a home in another district", { home: at("440111") }, "440104", ["where home 440111"]],
    ["a home in the district", { home: at("440104") }, "440104", []],
    ["a home in a district of the city that it goes to", { home: at("440111") }, "440100", []],
    ["a home somewhere in the country", { home: at("440111") }, "000000", []],
    ["a registered address far away beside a home here", { registered: "430104", home: at("440104") }, "440104", []],
    ["both elsewhere", { registered: "430104", home: at("440111") }, "440104", ["where registered 430104", "where home 440111"]],
    ["a home that is not asked any more", { lives: false, home: at("440111") }, "440104", []],
    ["nothing said", {}, "440104", []],
    ["somebody else's place in a row", { shops: [{ shop: at("440111") }] }, "440104", []],
    ["what is no place", { home: "somewhere", registered: 5 }, "440104", []],
  ])("%s", (_, answers, divisionCode, places) => {
    expect(told(answers, divisionCode)).toEqual(places);
  });
});

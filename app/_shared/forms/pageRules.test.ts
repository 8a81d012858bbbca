import { describe, expect, test } from "vitest";
import type { Answers, FormDefinition } from "@/domain/forms/schema";
import { changedIn, livePage } from "./pageRules";

const label = { zh: "问题" };
const definition: FormDefinition = {
  version: 1,
  sections: [{
    id: "home", title: label,
    fields: [
      { id: "name", type: "personName", label, prefill: "profile.name" },
      { id: "rented", type: "yesNo", label },
      { id: "landlord", type: "personName", label, visibleWhen: "rented" },
      { id: "doubled", type: "computed", label, expression: "rooms * 2", display: "number" },
      { id: "rooms", type: "number", label },
      {
        id: "children", type: "repeatingGroup", label, optional: true,
        fields: [
          { id: "schooled", type: "yesNo", label },
          { id: "school", type: "text", label, visibleWhen: "schooled" },
        ],
      },
    ],
  }],
};
const context = { today: "2026-11-22", profile: { name: "周建设" }, situation: {} };
const pageOf = (raw: Record<string, string>, previous: Answers = {}) => livePage(definition, "home", raw, { previous, context });

describe("what a page shows for what is typed in it", () => {
  test("is the fields that apply", () => {
    expect(pageOf({ rented: "no" }).shown).toEqual(["name", "rented", "doubled", "rooms", "children"]);
    expect(pageOf({ rented: "yes" }).shown).toContain("landlord");
  });

  test("is the values worked out, and no other answer", () => {
    expect(pageOf({ rooms: "3", rented: "yes" }).computed).toEqual({ doubled: 6 });
    expect(pageOf({ rooms: "three" }).computed).toEqual({});
  });

  test("is of each row what applies in it", () => {
    const { rows } = pageOf({ "children.rows": "2", "children.0.schooled": "yes", "children.1.schooled": "no" });
    expect(rows["children"]?.map(({ shown }) => shown)).toEqual([["schooled", "school"], ["schooled"]]);
  });

  test("is where answers came from", () => {
    expect(pageOf({ name: "周建设" }).origins).toMatchObject({ name: { from: "profile.name", kept: true } });
    expect(pageOf({ name: "李四" }).origins).toMatchObject({ name: { kept: false } });
  });

  test("can be sent as it is", () => {
    const page = pageOf({ rooms: "3", rented: "yes", "children.rows": "1" });
    expect(JSON.parse(JSON.stringify(page))).toEqual(page);
  });
});

test("what was changed counts where it says something else than what is stored", () => {
  const at = { previous: { rooms: 3 }, context };
  const changed = (raw: Record<string, string>, base: Record<string, string>) => changedIn(definition, "home", { raw, base, shown: ["rented", "rooms"] }, at);
  expect(changed({ rooms: "4" }, { rooms: "3" })).toEqual(["rooms"]);
  // Stored meanwhile, or the same number in other digits.
  expect(changed({ rooms: "３" }, { rooms: "2" })).toEqual([]);
  expect(changed({ rooms: "4" }, { rooms: "4" })).toEqual([]);
});

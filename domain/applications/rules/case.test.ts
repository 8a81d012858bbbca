import { describe, expect, it } from "vitest";
import type { User } from "@/domain/core/actor";
import type { FormDefinition } from "@/domain/forms/schema";
import { canEditNote, changedFields, codesIn, noteDepartments } from "./case";

const place = { departmentId: "case", divisionCode: "310101" };
const staff = (...posts: User["posts"]): User => ({ kind: "user", id: "me", name: "", accountKind: "staff", assuranceLevel: "L3", sessionId: "", factors: [], authenticatedAt: new Date(0), posts });
const step = (departmentId: string | null, status: "pending" | "active" | "done", role: "clerk" | "approver" = "clerk") => ({ key: "k", kind: "consult" as const, status, role, departmentId, claimedBy: null });

describe("notes", () => {
  it.each([
    ["own, at once", "me", 0, true], ["own, a moment before ten minutes", "me", 599, true], ["own, after ten minutes", "me", 600, false], ["a colleague's", "other", 1, false],
  ])("may be put right: %s", (_, authorId, seconds, may) => {
    const createdAt = new Date("2026-03-02T01:00:00Z");
    expect(canEditNote({ id: "me" }, { authorId, createdAt }, new Date(createdAt.getTime() + seconds * 1000))).toBe(may);
  });

  it.each([
    ["a colleague where the case lies", [{ role: "clerk", departmentId: "case", divisionCode: "310101" }], [step(null, "active")], ["case"]],
    ["a supervisor there", [{ role: "supervisor", departmentId: "case", divisionCode: "310100" }], [], ["case"]],
    ["who was asked", [{ role: "clerk", departmentId: "asked", divisionCode: "310101" }], [step("asked", "active")], ["asked"]],
    ["who was asked, in another role than the step's", [{ role: "approver", departmentId: "asked", divisionCode: "310101" }], [step("asked", "active")], []],
    ["who will be asked later", [{ role: "clerk", departmentId: "asked", divisionCode: "310101" }], [step("asked", "pending")], []],
    ["who is both", [{ role: "clerk", departmentId: "asked", divisionCode: "310101" }, { role: "clerk", departmentId: "case", divisionCode: "310101" }], [step("asked", "done")], ["case", "asked"]],
    ["the same office elsewhere", [{ role: "clerk", departmentId: "case", divisionCode: "440103" }], [], []],
  ] as const)("are read by departments: %s", (_, posts, steps, departments) => {
    expect(noteDepartments(staff(...posts), { ...place, steps })).toEqual(departments);
  });
});

describe("what changed", () => {
  it("is told by value, whatever the order of keys, also where an answer came or went", () => {
    const before = { same: { a: 1, b: "x" }, gone: "1", other: "老张面馆", rows: [{ name: "甲" }] };
    const now = { same: { b: "x", a: 1 }, other: "老李面馆", new: true, rows: [{ name: "甲" }, { name: "乙" }] };
    expect(changedFields(before, now).toSorted()).toEqual(["gone", "new", "other", "rows"]);
  });
});

describe("check digits", () => {
  const form: FormDefinition = {
    version: 1,
    sections: [{
      id: "s", title: { zh: "页" },
      fields: [
        { id: "owner", type: "citizenId", label: { zh: "身份证号" } }, { id: "company", type: "uscc", label: { zh: "统一社会信用代码" } }, { id: "name", type: "text", label: { zh: "姓名" } },
        { id: "children", type: "repeatingGroup", label: { zh: "子女" }, fields: [{ id: "number", type: "citizenId", label: { zh: "子女身份证号" } }] },
      ],
    }],
  };

  it("are looked at in every code, in rows too, and nowhere else", () => {
    const { total, wrong } = codesIn(form, { owner: "11010519491231002X", company: "91350100M000100Y44", name: "11010519491231002X", children: [{ number: "440308199901101512" }, { number: "110105194912310021" }] });
    expect([total, wrong.map(({ id }) => id)]).toEqual([4, ["company", "number"]]);
  });

  it("an empty form has none", () => expect(codesIn(form, {})).toEqual({ total: 0, wrong: [] }));
});

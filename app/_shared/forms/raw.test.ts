import { describe, expect, it } from "vitest";
import { rawDay, rawFromForm, withRow, withoutRow } from "./raw";

describe("what a page posted", () => {
  it("is read without steering inputs and files, several values as a list", () => {
    const form = new FormData();
    for (const [name, value] of [["_intent", "continue"], ["$ACTION_ID", ""], ["name", "王"], ["kinds", "a"], ["kinds", "b"]] as const) form.append(name, value);
    form.append("scan", new Blob(["x"]), "x.pdf");
    expect(rawFromForm(form)).toEqual({ name: "王", kinds: ["a", "b"], scan: [] });
  });

  it.each([
    [{ "born.year": "1954", "born.month": "3", "born.day": "8" }, "1954-3-8"],
    [{ "born-year": "1954", "born-month": "", "born-day": "" }, "1954--"],
    [{}, ""],
  ])("gives the date %j as %s", (raw, day) => expect(rawDay(raw, "born")).toBe(day));
});

describe("the rows of a group", () => {
  const raw = { "family.rows": "3", "family.0.name": "甲", "family.1.name": "乙", "family.1.kinds": ["x", "y"], "family.2.name": "丙", familyNote: "注" };

  it("grow by one", () => {
    expect(withRow(raw, "family")["family.rows"]).toBe("4");
    expect(withRow({}, "family")["family.rows"]).toBe("1");
  });

  it("move up when one is taken out", () => {
    expect(withoutRow(raw, "family", 0)).toEqual({ "family.rows": "2", "family.0.name": "乙", "family.0.kinds": ["x", "y"], "family.1.name": "丙", familyNote: "注" });
    expect(withoutRow(raw, "family", 2)).toEqual({ "family.rows": "2", "family.0.name": "甲", "family.1.name": "乙", "family.1.kinds": ["x", "y"], familyNote: "注" });
  });
});

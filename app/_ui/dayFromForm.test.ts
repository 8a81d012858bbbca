import { describe, expect, it } from "vitest";
import { dayFromForm } from "./dayFromForm";

function form(year: string, month: string, day: string): FormData {
  const data = new FormData();
  data.set("born-year", year);
  data.set("born-month", month);
  data.set("born-day", day);
  return data;
}

describe("the date typed in three parts", () => {
  it.each([
    ["1954", "7", "3", "1954-07-03"],
    ["１９５４", "１２", "３１", "1954-12-31"],
    [" 1954 年", "07", "03", "1954-07-03"],
    ["1954", "13", "40", "1954-13-40"],
  ])("joins %s, %s and %s to %s", (year, month, day, expected) => {
    expect(dayFromForm(form(year, month, day), "born")).toBe(expected);
  });

  it("is absent when nothing was typed", () => {
    expect(dayFromForm(form("", " ", ""), "born")).toBeUndefined();
  });
});

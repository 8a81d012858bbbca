import { expect, test } from "vitest";
import { isWhole, typedDay } from "./typedDay";

const form = (...[year, month, day]: string[]) => {
  const data = new FormData();
  for (const [part, value] of Object.entries({ year, month, day })) data.set(`until-${part}`, value ?? "");
  return data;
};

test.each<[string[], ReturnType<typeof typedDay>]>([
  [["", " ", ""], { day: null }],
  [["2027", "3", "9"], { day: "2027-03-09" }],
  [["２０２７", "３", "９"], { day: "2027-03-09" }],
  [["2027", "2", "30"], { typed: "2027-2-30" }],
  [["2027", "", "9"], { typed: "2027--9" }],
  [["长期", "", ""], { typed: "长期--" }],
])("%j is read as %j", (typed, read) => expect(typedDay(form(...typed), "until")).toEqual(read));

test.each([["2027-2-30", true], ["２０２７-２-３０", true], ["2027--9", false], ["长期--", false], ["", false]])("%s names a whole day: %s", (typed, whole) => expect(isWhole(typed)).toBe(whole));

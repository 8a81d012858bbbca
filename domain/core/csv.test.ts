import { expect, it } from "vitest";
import { csvLine } from "./csv";

it.each([
  ["=1+1", `"'=1+1"`], ["+1", `"'+1"`], ["-1", `"'-1"`], ["@x", `"'@x"`], ["\t=1", `"'\t=1"`], ["\r=1", `"'\r=1"`],
  ["1=1", '"1=1"'], ["a", '"a"'], ["", '""'], ["局,处", '"局,处"'], ['名"号', '"名""号"'], ['="x"', `"'=""x"""`], ["两\r\n行", '"两\r\n行"'],
  [-1, "-1"], [0, "0"], [66.7, "66.7"], [null, ""],
])("the cell %j stands in a line as %j, and is no formula", (cell, expected) => {
  expect(csvLine([cell, "z"])).toBe(`${expected},"z"\r\n`);
});

it("a line without cells is empty", () => expect(csvLine([])).toBe("\r\n"));

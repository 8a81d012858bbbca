import { describe, expect, it } from "vitest";
import { parseCsv } from "./table-file";

describe("parseCsv", () => {
  it.each<[string, string, string[][]]>([
    ["plain lines of either ending", "a,b\r\nc,d\ne,", [["a", "b"], ["c", "d"], ["e", ""]]],
    ["quoted commas, quotes and line breaks", '"a,1","b ""c""","d\ne"\n', [["a,1", 'b "c"', "d\ne"]]],
    ["the mark of a text that looks like a formula", "\"'=1+1\",'-5\n", [["=1+1", "-5"]]],
    ["a mark at the beginning of the file, and empty cells", "\uFEFFa,,b\n,,\n", [["a", "", "b"], ["", "", ""]]],
    ["nothing", "", []],
  ])("reads %s", (_, text, rows) => expect(parseCsv(text)).toEqual(rows));

  it.each([",", "\n"])("refuses a file of nothing but %j", (sign) => expect(() => parseCsv(sign.repeat(2_000_001))).toThrow("files.notATable"));
  it("refuses a quote that is never closed", () => expect(() => parseCsv('a,"b\nc')).toThrow("files.notATable"));
});

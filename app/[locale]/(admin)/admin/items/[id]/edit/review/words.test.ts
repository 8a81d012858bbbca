import { expect, test } from "vitest";
import { wordRuns } from "./words";

test("the words that differ are marked, Chinese ones whole", () => {
  expect(wordRuns("在本市居住满六个月的公民", "在本市居住满三个月的公民")).toEqual([
    { text: "在本市居住满", kind: "same" }, { text: "六", kind: "removed" }, { text: "三", kind: "added" }, { text: "个月的公民", kind: "same" },
  ]);
  expect(wordRuns("电话 12345", "电话 12333")).toContainEqual({ text: "12345", kind: "removed" });
});

test("nothing is lost on either side", () => {
  const [before, after] = ["申请表（原件）一份；身份证。", "申请表一份；身份证复印件。"];
  const runs = wordRuns(before, after);
  const without = (kind: string) => runs.filter((run) => run.kind !== kind).map(({ text }) => text).join("");
  expect([without("added"), without("removed")]).toEqual([before, after]);
});

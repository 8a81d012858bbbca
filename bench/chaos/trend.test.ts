import { expect, it, test } from "vitest";
import { rising, riseOf } from "./trend";

const minutes = Array.from({ length: 60 }, (_, minute) => minute);

test.each<[string, readonly number[], number]>([
  ["nothing", [], 0],
  ["one value", [7], 0],
  ["what stays", minutes.map(() => 200), 0],
  ["what comes once and stays", minutes.map((minute) => (minute < 5 ? 150 : 200)), 0],
  ["what goes up and down", minutes.map((minute) => 200 + (minute % 3) * 10), 0],
  ["one peak", minutes.map((minute) => (minute === 50 ? 900 : 200)), 0],
  ["what falls", minutes.map((minute) => 200 - minute), -36],
  ["a leak", minutes.map((minute) => 200 + minute), 36],
])("%s rises by %3$d", (_, values, expected) => expect(riseOf(values)).toBe(expected));

it("names what rises by more than it may, and only that", () => {
  const leak = minutes.map((minute) => 200 + minute);
  expect(rising([{ name: "heap", values: leak, allowed: 20 }, { name: "rss", values: leak, allowed: 40 }])).toEqual(["heap: 36.0 more, 20.0 allowed"]);
});

import { describe, expect, test } from "vitest";
import { servedOn } from "./service";

const at = (time: string) => new Date(time);

describe("the day of service", () => {
  test.each([
    ["lies unread", [], null],
    ["was read", [{ way: "opened", at: at("2026-03-05T01:00:00Z") }], "2026-03-05"],
    ["was read late in the evening by Shanghai's clock", [{ way: "opened", at: at("2026-03-05T16:30:00Z") }], "2026-03-06"],
    ["was handed over before it was read", [{ way: "opened", at: at("2026-03-09T01:00:00Z") }, { way: "counter", at: at("2026-03-06T01:00:00Z") }], "2026-03-06"],
  ] as const)("of a notice that %s", (_name, services, expected) => {
    expect(servedOn(services)).toBe(expected);
  });
});

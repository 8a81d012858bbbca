import { describe, expect, it } from "vitest";
import { isAskedForElder } from "./elder-offer";

const person = { birthOn: "1966-11-22", preferences: {}, elderAskedAt: null };

describe("senior mode is offered", () => {
  it.each<[string, Partial<Parameters<typeof isAskedForElder>[0]>, string, boolean]>([
    ["on the sixtieth birthday", {}, "2026-11-22", true],
    ["not the day before", {}, "2026-11-21", false],
    ["years later", {}, "2040-01-01", true],
    ["to those born on a leap day, from the first of March", { birthOn: "1968-02-29" }, "2028-02-29", true],
    ["and not sooner", { birthOn: "1964-02-29" }, "2024-02-28", false],
    ["never to those whose age is not known", { birthOn: null }, "2026-11-22", false],
    ["never again, whatever was answered", { elderAskedAt: new Date("2026-11-22T00:00:00Z") }, "2027-11-22", false],
    ["not to those who use it", { preferences: { mode: "elder" } }, "2026-11-22", false],
    ["to those who chose the ordinary view", { preferences: { mode: "standard" } }, "2026-11-22", true],
  ])("%s", (_, more, today, asked) => expect(isAskedForElder({ ...person, ...more }, today)).toBe(asked));
});

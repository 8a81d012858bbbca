import { describe, expect, it } from "vitest";
import { missingYears, staysOf, type Stay, type YearFacts, type YearPart } from "./years";

const free: YearFacts = { earlierHere: false, held: [], openCases: 0, unpacked: 0, chainDoubtful: false };
const log: YearPart = { table: "audit_log", year: 2026, after: null };
const history: YearPart = { table: "application_events", year: 2026, after: null };
const late = new Date("2040-01-01T00:00:00Z");

describe("a year stays in the database", () => {
  it.each<[string, YearPart, Partial<YearFacts>, Date, Stay["why"][]]>([
    ["not when nothing keeps it", log, {}, late, []],
    ["the log for three years after its end", log, {}, new Date("2029-12-30T15:59:59Z"), ["keptUntil"]],
    ["and no longer", log, {}, new Date("2029-12-30T16:00:00Z"), []],
    ["the history for five", history, {}, new Date("2029-12-31T16:00:00Z"), ["keptUntil"]],
    ["while somebody holds it", log, { held: [2026] }, late, ["held"]],
    ["not for a hold on another year", { ...log, after: 2025 }, { held: [2025, 2027] }, late, []],
    ["for a hold on any year the first part takes in", log, { held: [2019] }, late, ["held"]],
    ["until the years before it have gone", log, { earlierHere: true }, late, ["earlierFirst"]],
    ["while a case begun by then is open", log, { openCases: 1 }, late, ["openCases"]],
    ["the history while a case has no package", history, { unpacked: 3 }, late, ["unpacked"]],
    ["the log all the same", log, { unpacked: 3 }, late, []],
    ["the log while its chain is in doubt", log, { chainDoubtful: true }, late, ["chainDoubtful"]],
  ])("%s", (_, part, facts, now, why) => expect(staysOf(part, { ...free, ...facts }, now).map((stay) => stay.why)).toEqual(why));
});

describe("a year is missing", () => {
  const parts = (years: number[]) => years.flatMap((year) => [{ table: "audit_log" as const, year }, { table: "application_events" as const, year }]);
  it.each([
    [[2026, 2027], { year: 2026, month: 12 }, []], [[2026], { year: 2026, month: 10 }, []], [[2026], { year: 2026, month: 11 }, [2027]], [[2026], { year: 2027, month: 1 }, [2027]],
    [[], { year: 2027, month: 12 }, [2027, 2028]],
  ])("of %j at %j: %j", (years, at, missing) => expect(missingYears(parts(years), at)).toEqual(missing));
  it("where one table alone has none", () => expect(missingYears([{ table: "audit_log", year: 2026 }], { year: 2026, month: 1 })).toEqual([2026]));
});

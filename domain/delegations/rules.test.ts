import { describe, expect, it, test } from "vitest";
import { actsUpTo, comesOfAgeOn, familyTerm, guardianshipEnd, parseInvitationCode, reachOf, standingOf, type Life } from "./rules";

describe("how far a delegate goes", () => {
  test.each([["view", ["view"]], ["fill", ["view", "fill"]], ["submit", ["view", "fill", "submit"]]] as const)("%s means %j", (reach, acts) => {
    expect(actsUpTo(reach)).toEqual(acts);
    expect(reachOf(acts)).toBe(reach);
  });
  it("is nowhere without any act", () => expect(reachOf([])).toBeUndefined());
});

describe("an invitation's code", () => {
  test.each([["12345678", "12345678"], ["1234 5678", "12345678"], ["1234-5678", "12345678"], ["１２３４５６７８", "12345678"]])("%s is read as %s", (typed, read) => {
    expect(parseInvitationCode(typed)).toBe(read);
  });
  test.each(["1234567", "123456789", "1234567a", "", "١٢٣٤٥٦٧٨"])("%j is none", (typed) => expect(parseInvitationCode(typed)).toBeUndefined());
});

describe("the end of a guardianship", () => {
  test.each([
    ["2010-05-17", "2028-05-17"],
    ["2008-02-29", "2026-02-28"],
    ["2008-02-28", "2026-02-28"],
    ["2010-12-31", "2028-12-31"],
    ["2022-01-01", "2040-01-01"],
  ])("of somebody born on %s is by majority %s", (birthOn, day) => {
    expect(comesOfAgeOn(birthOn)).toBe(day);
    expect(guardianshipEnd({ birthOn, endsOn: undefined, today: "2026-01-01" })).toBe(day);
  });

  test.each<[string, Parameters<typeof guardianshipEnd>[0], string]>([
    ["a recorded end before majority holds", { birthOn: "2015-01-01", endsOn: "2027-06-30", today: "2026-03-02" }, "2027-06-30"],
    ["an adult's is the recorded one", { birthOn: "1950-01-01", endsOn: "2030-01-01", today: "2026-03-02" }, "2030-01-01"],
    ["it may be today", { birthOn: "1950-01-01", endsOn: "2026-03-02", today: "2026-03-02" }, "2026-03-02"],
  ])("%s", (_name, input, day) => expect(guardianshipEnd(input)).toBe(day));

  test.each<[string, Parameters<typeof guardianshipEnd>[0], string]>([
    ["an adult's needs a recorded one", { birthOn: "1950-01-01", endsOn: undefined, today: "2026-03-02" }, "delegations.endMissing"],
    ["so does that of someone who comes of age today", { birthOn: "2008-03-02", endsOn: undefined, today: "2026-03-02" }, "delegations.endMissing"],
    ["it lies not in the past", { birthOn: "1950-01-01", endsOn: "2026-03-01", today: "2026-03-02" }, "delegations.endPassed"],
    ["a minor's lies not beyond majority", { birthOn: "2015-01-01", endsOn: "2033-01-02", today: "2026-03-02" }, "delegations.endBeyondMajority"],
  ])("%s", (_name, input, code) => expect(() => guardianshipEnd(input)).toThrow(code));
});

test("a family delegation runs from today, 180 days at most", () => {
  expect(familyTerm("2026-03-02", 1)).toEqual({ validFrom: "2026-03-02", validUntil: "2026-03-03" });
  expect(familyTerm("2026-03-02", 400)).toEqual({ validFrom: "2026-03-02", validUntil: "2026-08-29" });
});

describe("how a delegation stands", () => {
  const now = new Date("2026-03-02T01:00:00Z");
  const life: Life = { validUntil: "2026-03-02", acceptedAt: new Date("2026-02-01T00:00:00Z"), revokedAt: null, codeExpiresAt: new Date("2026-02-01T00:15:00Z") };
  test.each<[string, Partial<Life>]>([
    ["live", {}],
    ["live", { validUntil: null }],
    ["ended", { validUntil: "2026-03-01" }],
    ["revoked", { revokedAt: now }],
    ["revoked", { revokedAt: now, validUntil: "2026-03-01" }],
    ["lapsed", { acceptedAt: null }],
    ["lapsed", { acceptedAt: null, codeExpiresAt: now }],
    ["pending", { acceptedAt: null, codeExpiresAt: new Date(now.getTime() + 1) }],
    ["pending", { acceptedAt: null, codeExpiresAt: null }],
  ])("%s with %j", (standing, overrides) => expect(standingOf({ ...life, ...overrides }, now)).toBe(standing));
});

import { describe, expect, it, test } from "vitest";
import { findingsOf, isLate, limits, longestPause, type Standing } from "./standing";

const fine: Standing = {
  outbox: { waiting: 0, oldest: 0 }, work: { ready: 3, active: 1, oldest: 2, givenUp: 0 }, schedules: [{ name: "seal", cron: "*/5 * * * *", since: 200, failure: null }],
  sealing: { oldest: 100, elsewhere: true, damaged: false }, keys: [{ purpose: "record", daysLeft: 900 }], missingYears: [], missingParts: [],
  storage: { free: 50, total: 100 }, connections: { used: 20, allowed: 100 }, longestStatement: 1, files: { away: false }, scanner: { oldest: null },
};

test("a portal that is well wants nothing done", () => expect(findingsOf(fine)).toEqual([]));

describe("what wants doing", () => {
  it.each([
    ["workStopped", true, { work: { ready: 9, active: 0, oldest: limits.oldestWork + 1, givenUp: 0 } }],
    ["workGivenUp", false, { work: { ready: 0, active: 0, oldest: 0, givenUp: 1 } }],
    ["outboxLate", true, { outbox: { waiting: 1, oldest: limits.oldestMessage + 1 } }],
    ["scheduleLate", true, { schedules: [{ name: "seal", cron: "*/5 * * * *", since: 901, failure: null }] }],
    ["scheduleFailed", false, { schedules: [{ name: "seal", cron: "*/5 * * * *", since: 10, failure: "audit.chainBroken" }] }],
    ["sealingLate", true, { sealing: { oldest: limits.oldestUnsealed + 1, elsewhere: true, damaged: false } }],
    ["sealsNotElsewhere", false, { sealing: { oldest: null, elsewhere: false, damaged: false } }],
    ["chainDamaged", true, { sealing: { oldest: null, elsewhere: null, damaged: true } }],
    ["keyEnds", false, { keys: [{ purpose: "audit", daysLeft: limits.keyDays - 1 }] }],
    ["keyEnds", true, { keys: [{ purpose: "audit", daysLeft: 3 }] }],
    ["calendarMissing", true, { missingYears: [2027] }],
    ["yearMissing", true, { missingParts: [2027] }],
    ["diskFull", true, { storage: { free: 7, total: 100 } }],
    ["diskFilling", false, { storage: { free: 19, total: 100 } }],
    ["connectionsShort", true, { connections: { used: 86, allowed: 100 } }],
    ["statementSlow", false, { longestStatement: 61 }],
    ["scannerAway", true, { scanner: { oldest: limits.oldestUnscanned + 1 } }],
    ["filesAway", true, { files: { away: true } }],
    ["unreadable", false, { work: null }],
  ] as [string, boolean, Partial<Standing>][])("is told as %s, urgent %s", (kind, urgent, worse) => {
    expect(findingsOf({ ...fine, ...worse }).map((finding) => [finding.kind, finding.urgent])).toEqual([[kind, urgent]]);
  });

  it("tells the urgent first", () => {
    expect(findingsOf({ ...fine, longestStatement: 99, missingYears: [2027] }).map(({ kind }) => kind)).toEqual(["calendarMissing", "statementSlow"]);
  });
});

it.each([
  ["* * * * *", 60], ["*/5 * * * *", 300], ["10 4 * * *", 86_400], ["0 */2 * * *", 7200], ["17 * * * *", 3600], ["30 8 * * 1", 604_800], ["0 3 1 * *", 2_678_400],
])("between two runs of %s lie %i seconds at most", (cron, seconds) => {
  expect(longestPause(cron)).toBe(seconds);
  expect(isLate({ cron, since: 2 * seconds + 299 })).toBe(false);
  expect(isLate({ cron, since: 2 * seconds + 301 })).toBe(true);
});

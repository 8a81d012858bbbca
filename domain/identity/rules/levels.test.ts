import { describe, expect, test } from "vitest";
import { assuranceLevels, reaches, type AssuranceLevel } from "@/domain/core/actor";
import { actionLevels, checkRules, type checks, counterLevels, makeRecoveryCode, mayUseFace, nextCheck, parseRecoveryCode, raisedBy, reachableLevel, reachableLevels, requireLevel, waysTo, type LevelledAction } from "./levels";

describe("checks and levels", () => {
  test.each([
    ["phone", "L0"], ["twoFactor", "L1"], ["phoneThreeFactor", "L2"], ["bankFourFactor", "L2"], ["livePerson", "L3"], ["networkIdentity", "L3"], ["counter", "L4"],
  ] as const)("%s raises to %s", (check, level) => expect(checkRules[check].raisesTo).toBe(level));

  test("every way to a level reaches it", () => {
    for (const level of reachableLevels) for (const way of waysTo[level]) expect(reaches(checkRules[way].raisesTo, level), `${way} for ${level}`).toBe(true);
  });

  test("a face is never the only way, and the counter serves every level", () => {
    for (const level of reachableLevels) {
      const ways: readonly (typeof checks)[number][] = waysTo[level];
      expect(ways.some((way) => !(checkRules[way].asks as readonly string[]).includes("face")), level).toBe(true);
      if (ways.includes("livePerson")) expect(ways.filter((way) => way !== "livePerson" && way !== "counter").length, level).toBeGreaterThan(0);
      expect(ways.at(-1)).toBe("counter");
    }
  });

  test("the national network identity asks nothing in plain", () => expect(checkRules.networkIdentity.asks).toEqual([]));

  test("a clerk gives what the counter can give", () => {
    for (const level of counterLevels) expect(reaches(checkRules.counter.raisesTo, level)).toBe(true);
  });

  test.each([
    [false, "livePerson", "twoFactor"], [true, "livePerson", "livePerson"], [false, "bankFourFactor", "twoFactor"], [true, "bankFourFactor", "bankFourFactor"],
    [false, "phoneThreeFactor", "phoneThreeFactor"], [false, "networkIdentity", "networkIdentity"], [false, "twoFactor", "twoFactor"],
  ] as const)("where name and ID number are proven (%s), the way by %s goes on with %s", (known, way, next) => expect(nextCheck(known, way)).toBe(next));
});

describe("a level after a check", () => {
  test.each<[AssuranceLevel, AssuranceLevel, AssuranceLevel]>([["L0", "L1", "L1"], ["L2", "L1", "L2"], ["L4", "L3", "L4"], ["L3", "L3", "L3"]])("at %s a result of %s leaves %s", (level, result, after) => {
    expect(raisedBy(level, result)).toBe(after);
  });
});

describe("levels of actions", () => {
  const actions = Object.keys(actionLevels) as LevelledAction[];
  test.each(actions)("%s is refused below its level, with where to step up to, and open from there on", (action) => {
    for (const assuranceLevel of assuranceLevels) {
      const ask = () => requireLevel({ assuranceLevel }, action);
      if (reaches(assuranceLevel, actionLevels[action])) expect(ask).not.toThrow();
      else expect(ask).toThrow(expect.objectContaining({ kind: "forbidden", code: "access.levelTooLow", params: { level: actionLevels[action], action } }));
    }
  });

  test.each([["viewCertificate", "L2"], ["grantDelegation", "L3"], ["bindOrganisation", "L3"], ["sign", "L3"]] as const)("%s asks for %s", (action, level) => expect(actionLevels[action]).toBe(level));
});

test.each([["L0", undefined], ["L3", "L3"], ["L5", undefined], [undefined, undefined], [["L3"], undefined]])("an address that asks for %j asks for %s", (text, level) => {
  expect(reachableLevel(text)).toBe(level);
});

test.each([["2012-03-02", "2026-03-02", true], ["2012-03-03", "2026-03-02", false], ["1954-03-08", "2026-03-02", true], ["2012-02-29", "2026-02-28", false], ["2012-02-29", "2026-03-01", true]])("somebody born on %s may on %s have their own face checked: %s", (birthOn, today, may) => {
  expect(mayUseFace(birthOn, today)).toBe(may);
});

describe("a recovery code", () => {
  test("is read however it is typed", () => {
    let turn = 0;
    const code = makeRecoveryCode((bound) => (turn += 7) % bound);
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/);
    const letters = code.replaceAll("-", "");
    for (const typed of [code, letters, code.toLowerCase(), ` ${code.replaceAll("-", " ")} `, code.replaceAll("-", "－")]) expect(parseRecoveryCode(typed)).toBe(letters);
  });
  test.each(["", "ABCD-EFGH", "ABCD-EFGH-JKM0", "ABCD-EFGH-JKMN-P"])("is not read from %j", (typed) => expect(parseRecoveryCode(typed)).toBeUndefined());
});

import { describe, expect, it } from "vitest";
import { ratingChannels } from "../schema";
import { ratingLevels } from "../schema/levels";
import { fromExchange, fromNational46, fromPf, toExchange, toNational46, toPf } from "./national";

describe("a level at the edge", () => {
  it.each([
    ["verySatisfied", 1, 5], ["satisfied", 2, 4], ["basic", 3, 3], ["dissatisfied", 4, 2], ["veryDissatisfied", 5, 1],
  ] as const)("%s is %i in GB/T 39046 and %i in the exchange", (level, national, exchange) => {
    expect([toNational46(level), toExchange(level)]).toEqual([national, exchange]);
  });

  it.each(ratingLevels)("%s comes back as it went", (level) => {
    expect([fromNational46(toNational46(level)), fromExchange(toExchange(level))]).toEqual([level, level]);
  });

  it.each([0, 6, -1, 2.5, Number.NaN])("%d is no level", (code) => expect([fromNational46(code), fromExchange(code)]).toEqual([undefined, undefined]));
});

describe("a channel at the edge", () => {
  it.each([
    ["web", 1, 1], ["mobile", 2, 2], ["qr", 3, 3], ["hallTablet", 4, 4], ["hallDevice", 5, 5], ["phone", 6, undefined], ["sms", 7, 6], ["systemDefault", undefined, 7],
  ] as const)("%s is %s in GB/T 39046 and %s in the exchange", (channel, national, exchange) => {
    expect([toPf(channel, "national46"), toPf(channel, "exchange")]).toEqual([national, exchange]);
  });

  it("reads 6 as a telephone here and a short message there", () => expect([fromPf(6, "national46"), fromPf(6, "exchange")]).toEqual(["phone", "sms"]));

  it.each(ratingChannels)("%s comes back as it went, where it has a code", (channel) => {
    for (const dialect of ["national46", "exchange"] as const) {
      const code = toPf(channel, dialect);
      if (code !== undefined) expect(fromPf(code, dialect)).toBe(channel);
    }
    expect(fromPf(8, "exchange")).toBeUndefined();
  });
});

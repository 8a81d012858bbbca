import { describe, expect, it } from "vitest";
import { certificateStatuses } from "../schema";
import { serialAt, statusListSize, statusPlace, tokenStatus, toldStatuses } from "./status-list";

describe("places in status lists", () => {
  it("are never shared, and every list is filled before the next begins", () => {
    const places = Array.from({ length: statusListSize * 2 }, (_, serial) => statusPlace(serial));
    expect(new Set(places.map(({ list, index }) => list * statusListSize + index)).size).toBe(places.length);
    expect([places[statusListSize - 1]!.list, places[statusListSize]!.list]).toEqual([0, 1]);
  });

  it("of certificates issued one after the other lie far apart", () => {
    expect(Math.abs(statusPlace(1001).index - statusPlace(1000).index)).toBeGreaterThan(20_000);
  });
});

describe("states in a status list", () => {
  it.each([["valid", 0], ["expired", 0], ["suspended", 2], ["revoked", 1], ["cancelled", 1], ["superseded", 1]] as const)("%s is told as %i", (status, value) => expect(tokenStatus(status)).toBe(value));

  it("that differ from 0 are exactly those looked up", () => expect(certificateStatuses.filter((status) => tokenStatus(status) !== 0).toSorted()).toEqual([...toldStatuses].toSorted()));
});

it("finds the certificate of every place again", () => {
  for (const serial of [0, 1, 2, 40_503, 65_535, 65_536, 1_000_003, 2_147_483_647]) expect(serialAt(statusPlace(serial))).toBe(serial);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { isWithin, stemOf } from "./rules";

test.each([["000000", ""], ["440000", "44"], ["440100", "4401"], ["440104", "440104"], ["500000", "50"], ["110101", "110101"]])("the codes within %s begin with “%s”", (code, stem) => {
  expect(stemOf(code)).toBe(stem);
});

test("a code lies in a division exactly when it begins as the division does", () => {
  const two = fc.integer({ min: 11, max: 82 }).map(String);
  const part = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, "0"));
  // No county lies in a city numbered 00 but those that the province governs itself: GB/T 2260 numbers them 90.
  const code = fc.tuple(two, part, part).map(([province, city, county]) => `${province}${city}${city === "00" ? "00" : county}`);
  fc.assert(fc.property(code, fc.oneof(code, fc.constant("000000")), (inner, outer) => isWithin(inner, outer) === inner.startsWith(stemOf(outer))));
});

import { expect, test } from "vitest";
import { maskAddress } from "./addresses";

test.each([
  ["203.0.113.77", "203.0.113.*"], ["::ffff:203.0.113.77", "203.0.113.*"], ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3:*"], ["::1", "::1:*"], ["unknown", ""],
])("%s is shown as %j", (address, shown) => expect(maskAddress(address)).toBe(shown));

import { expect, test } from "vitest";
import { maskAddress, networkOf } from "./addresses";

test.each([
  ["203.0.113.77", "203.0.113.*"], ["::ffff:203.0.113.77", "203.0.113.*"], ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3:*"], ["::1", "::1:*"], ["unknown", ""],
])("%s is shown as %j", (address, shown) => expect(maskAddress(address)).toBe(shown));

test.each([
  ["203.0.113.77", "203.0.113.77"], ["::ffff:203.0.113.77", "203.0.113.77"], ["unknown", "unknown"],
  ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3:8d3::/64"], ["2001:0DB8:85a3:08d3::1", "2001:db8:85a3:8d3::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"], ["2001:db8:0:0:5::1", "2001:db8:0:0::/64"], ["fe80::1%eth0", "fe80:0:0:0::/64"], ["::1", "0:0:0:0::/64"],
])("attempts from %s count against %s", (address, network) => expect(networkOf(address)).toBe(network));

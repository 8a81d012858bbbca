import { describe, expect, test } from "vitest";
import { isPublicAddress, isPublicHost } from "./links";

describe("a link may be looked at", () => {
  test.each(["www.gov.cn", "8.8.8.8", "[2400:3200::1]", "zwfw.sh.gov.cn."])("at %s", (host) => expect(isPublicHost(host)).toBe(true));
});

describe("a link is not looked at", () => {
  test.each([
    "localhost", "intranet", "db.internal", "printer.local", "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "198.18.0.1", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[2001:db8::1]", "[2002:7f00:1::]", "1.2.3", "1.2.3.999",
  ])("at %s", (host) => expect(isPublicHost(host)).toBe(false));
  test("at what a name resolves to inside", () => {
    expect(["::ffff:10.0.0.1", "64:ff9b::a00:1", "2001::1"].map(isPublicAddress)).toEqual([false, false, false]);
    expect(isPublicAddress("172.32.0.1")).toBe(true);
  });
});

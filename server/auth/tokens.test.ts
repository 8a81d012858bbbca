import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

it.each([
  ["https://portal.example", { session: "__Host-session", options: { httpOnly: true, secure: true, sameSite: "lax", path: "/" } }],
  ["http://localhost:3000", { session: "tongban-session", options: { httpOnly: true, secure: false, sameSite: "lax", path: "/" } }],
])("at %s a cookie is the host's own, and secure where it can be", async (address, expected) => {
  vi.stubEnv("PUBLIC_URL", address);
  vi.resetModules();
  const { cookieName, cookieOptions } = await import("./tokens");
  expect({ session: cookieName("session"), options: cookieOptions() }).toEqual(expected);
});

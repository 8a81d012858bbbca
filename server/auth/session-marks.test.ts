import { afterEach, expect, it, vi } from "vitest";
import { newSessionId, sessionMarks } from "./session-marks";
import { cookieName, newToken } from "./tokens";

afterEach(() => vi.useRealTimers());
const cookie = (token: string) => `ui-mode=elder; ${cookieName("session")}=${token}; x=y`;

it("knows a session that this portal made, for as long as any lives", () => {
  vi.useFakeTimers();
  const [id, isKnown] = [newSessionId(), sessionMarks()];
  expect(isKnown(cookie(id))).toBe(true);
  expect(newSessionId()).not.toBe(id);
  vi.setSystemTime(Date.now() + 11 * 3_600_000);
  expect(isKnown(cookie(id))).toBe(true);
  vi.setSystemTime(Date.now() + 2 * 3_600_000);
  expect(isKnown(cookie(id))).toBe(false);
});

it("knows none that somebody made up, altered or put under another name", () => {
  const [id, isKnown] = [newSessionId(), sessionMarks()];
  const [random = "", second = "", mark = ""] = id.split(".");
  const forged = ["", "x", newToken(), `${random}.${second}`, `${newToken()}.${second}.${mark}`, `${random}.zzzzzz.${mark}`, `${random}.${second}.${mark.slice(1)}A`, `${id}.x`, `${id} `.repeat(2)];
  for (const token of forged) expect(isKnown(cookie(token)), token).toBe(false);
  for (const header of [undefined, "", `other=${id}`, `x${cookieName("session")}=${id}`]) expect(isKnown(header)).toBe(false);
});

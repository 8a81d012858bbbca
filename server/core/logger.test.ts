import { afterEach, expect, test, vi } from "vitest";
import { logCase, logger, withinRequest } from "./logger";

const lines: Record<string, unknown>[] = [];
const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => (lines.push(JSON.parse(String(text))), true));
afterEach(() => lines.splice(0));

test("every line of a request bears its id, and the case once it is known; two at once never each other's", async () => {
  const one = async (id: string, number: string) => withinRequest(id, async () => {
    logger.info("one");
    await new Promise(setImmediate);
    logCase(number);
    logger.warn("two", { part: "disk" });
  });
  await Promise.all([one("a", "310101-20260901-000001-K"), one("b", "310101-20260901-000002-L")]);
  expect(lines.filter(({ event }) => event === "one").map(({ requestId, caseNumber }) => [requestId, caseNumber])).toEqual([["a", undefined], ["b", undefined]]);
  expect(lines.filter(({ event }) => event === "two")).toMatchObject([
    { level: "warn", requestId: "a", caseNumber: "310101-20260901-000001-K", part: "disk" }, { requestId: "b", caseNumber: "310101-20260901-000002-L" },
  ]);
});

test("outside a request nothing is borne, and nothing breaks", () => {
  logCase("310101-20260901-000001-K");
  logger.error("three");
  expect(Object.keys(lines[0] ?? {})).toEqual(["at", "level", "event"]);
  expect(spy).toHaveBeenCalled();
});

import { TRPCError } from "@trpc/server";
import { DrizzleQueryError } from "drizzle-orm";
import { expect, it, test, vi } from "vitest";
import { isReadable, logUnforeseen } from "./errors";

it("logs a failed query without what was asked", () => {
  const written: string[] = [];
  const log = vi.spyOn(process.stderr, "write").mockImplementation((line) => written.push(String(line)) > 0);
  const out = vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(String(line)) > 0);
  const cause = new DrizzleQueryError("select $1::uuid", ["张三 440104199001011234"], new Error('invalid input syntax for type uuid: "张三 440104199001011234"'));
  logUnforeseen(new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: cause.message, cause }), "applications.get", "r-1");
  log.mockRestore();
  out.mockRestore();
  expect(written.join("")).toContain("invalid input syntax for type uuid");
  expect(written.join("")).toContain("errors.test.ts");
  expect(written.join("")).not.toMatch(/张三|44010/);
});

test.each<[string, unknown, boolean]>([
  ["a text", { reason: "符合 😀" }, true],
  ["a NUL", { items: [{ reason: "a\u0000" }] }, false],
  ["half a character", { raw: { name: ["\ud83d"] } }, false],
  ["a NUL in a name", { raw: { "a\u0000": "" } }, false],
  ["nothing", undefined, true],
  ["what is nested without end", JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`), false],
])("%s: can be kept is %3$s", (_, input, expected) => expect(isReadable(input)).toBe(expected));

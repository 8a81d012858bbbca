import { TRPCError } from "@trpc/server";
import { expect, test, vi } from "vitest";
import { DomainError } from "@/domain/core/errors";
import { downloadResponse } from "./download";

vi.mock("./server", () => ({ answer: <T>(call: Promise<T>) => call }));

const refused = (code: TRPCError["code"], cause: DomainError) => downloadResponse(Promise.reject(new TRPCError({ code, message: cause.code, cause })), "/me/data");

test.each([
  ["that was asked for too often says when to come again", refused("TOO_MANY_REQUESTS", new DomainError("too_many", "requests.tooMany", { seconds: 1740 })), 429, "1740", { code: "requests.tooMany", params: { seconds: 1740 } }],
  ["that is not made yet is there soon", refused("CONFLICT", new DomainError("conflict", "certificates.notSignedYet")), 409, "10", { code: "certificates.notSignedYet", params: {} }],
])("a file %s", async (_, response, status, seconds, body) => {
  const { status: told, headers } = await response;
  expect([told, headers.get("retry-after"), headers.get("cache-control")]).toEqual([status, seconds, "no-store"]);
  expect(await (await response).json()).toEqual(body);
});

test("any other refusal is not a file's to tell", async () => {
  await expect(refused("INTERNAL_SERVER_ERROR", new DomainError("conflict", "requests.failed"))).rejects.toMatchObject({ message: "requests.failed" });
});

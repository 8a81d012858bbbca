import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { pipeline } from "node:stream/promises";
import { PassThrough } from "node:stream";
import { afterEach, expect, it, vi } from "vitest";
import { refusalIn, wasAwayLately } from "./away";
import { logger } from "./logger";

afterEach(() => vi.restoreAllMocks());

/** What whoever receives an upload catches when the sender does `what` in the middle of it. */
async function caught(what: "destroy" | "resetAndDestroy"): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((request) => {
    const client = sender;
    request.once("data", () => client[what]());
    pipeline(request, new PassThrough().resume()).then(() => resolve(undefined), resolve);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const sender = connect(typeof address === "object" && address ? address.port : 0, "127.0.0.1");
  sender.write("POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 1000\r\n\r\nthe first of it");
  const error = await promise;
  server.closeAllConnections();
  server.close();
  return error;
}

it.each(["destroy", "resetAndDestroy"] as const)("a sender who hangs up in the middle (%s) is no database that is away, in the log as little as on anybody's page", async (how) => {
  const warn = vi.spyOn(logger, "warn");
  const error = await caught(how);
  expect(error).toMatchObject({ code: "ECONNRESET" });
  expect(refusalIn(error)).toMatchObject({ kind: "invalid", code: "requests.malformed" });
  expect(warn).not.toHaveBeenCalled();
  expect(wasAwayLately()).toBe(false);
});

it("a line of ours that is reset is away, with and without a word of the system", () => {
  const reset = (message: string, more: object) => Object.assign(new Error(message), { code: "ECONNRESET", ...more });
  for (const error of [reset("read ECONNRESET", { syscall: "read" }), reset("socket hang up", {})]) expect(refusalIn(error)).toMatchObject({ kind: "unavailable" });
  expect(wasAwayLately()).toBe(true);
});

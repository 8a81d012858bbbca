import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { liveSms } from "./live";

const message = { id: "0190-1", phone: "13800138000", template: "accepted", params: { number: "310101" } };
const taken: { headers: IncomingMessage["headers"]; body: string }[] = [];
let server: Server;
let status = 200;
let url = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      taken.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`;
});
afterAll(() => void server.close());

describe("the live SMS adapter", () => {
  it("posts template and parameters under its token and the message's own key", async () => {
    await liveSms({ url, token: "secret" }).send(message);
    expect(taken[0]?.headers).toMatchObject({ authorization: "Bearer secret", "idempotency-key": "0190-1", "content-type": "application/json" });
    expect(JSON.parse(taken[0]?.body ?? "")).toEqual({ phone: "13800138000", template: "accepted", params: { number: "310101" } });
  });

  it("fails, so that the job tries again, when the gateway refuses or is away", async () => {
    status = 503;
    await expect(liveSms({ url, token: "secret" }).send(message)).rejects.toThrow("503");
    await expect(liveSms({ url: "http://127.0.0.1:9/", token: "secret" }).send(message)).rejects.toThrow();
  });
});

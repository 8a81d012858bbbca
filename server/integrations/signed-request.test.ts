import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { luhn } from "@/domain/identity/schema/levels";
import { liveBankCheck } from "./bank-check/live";
import { fakeBankCheck } from "./bank-check/fake";
import { demoBankCard, findRegisteredByPhone } from "./demo-register";
import { liveLivePerson } from "./live-person/live";
import { liveNetworkIdentity } from "./network-identity/live";
import { fakePopulationRegistry } from "./population-registry/fake";
import { livePopulationRegistry } from "./population-registry/live";
import { Unavailable } from "./signed-request";

const person = { id: "0190-1", name: "林小满", citizenId: "440199199905201019" };
const taken: { url: string | undefined; headers: IncomingMessage["headers"]; body: string }[] = [];
let server: Server;
let answer: { status?: number; body: string; afterMs?: number; location?: string } = { body: '{"result":"match"}' };
const endpoint = { url: "", keyId: "tongban", secret: "a-secret-of-a-test", patienceMs: 5_000 };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      taken.push({ url: request.url, headers: request.headers, body });
      setTimeout(() => response.writeHead(answer.status ?? 200, answer.location ? { location: answer.location } : {}).end(answer.body), answer.afterMs ?? 0);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/registry`;
});
afterAll(() => void server.close());

describe("a question to another system", () => {
  it("is signed over method, path, instant, nonce and body, and has nobody's data in its address", async () => {
    answer = { body: '{"result":"match"}' };
    expect(await livePopulationRegistry(endpoint).compare(person)).toBe("match");
    expect(await livePopulationRegistry(endpoint).compare(person)).toBe("match");
    const [first, second] = taken.slice(-2);
    const { "x-timestamp": at, "x-nonce": nonce, "x-signature": signature } = first!.headers;
    const digest = createHash("sha256").update(first!.body).digest("hex");
    expect(signature).toBe(createHmac("sha256", endpoint.secret).update(["POST", "/registry/compare", at, nonce, digest].join("\n")).digest("hex"));
    expect(second!.headers["x-nonce"]).not.toBe(nonce);
    expect(first!.url).toBe("/registry/compare");
    expect(JSON.parse(first!.body)).toEqual(person);
  });

  it.each([
    ["an error", { status: 503, body: "" }], ["garbage", { body: "<html>" }], ["an answer nobody defined", { body: '{"result":"maybe"}' }],
    ["too long an answer", { body: `{"result":"match","x":"${"x".repeat(30_000)}"}` }], ["a way elsewhere", { status: 302, body: "", location: "http://127.0.0.1:9/" }], ["silence", { body: '{"result":"match"}', afterMs: 1_200 }],
  ])("tells after %s only that the system is away", async (_what, said) => {
    answer = said;
    const problem = await livePopulationRegistry({ ...endpoint, patienceMs: 600 }).compare(person).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Unavailable);
    expect(JSON.stringify({ ...(problem as Error), message: (problem as Error).message, stack: (problem as Error).stack, cause: (problem as Error).cause })).not.toMatch(/林小满|440199/);
  });

  it("reads no further than an answer may be long, however much comes", async () => {
    let sent = 0;
    const endless = createServer((_, response) => {
      const piece = "x".repeat(16_384);
      const more = () => { while (!response.destroyed && sent < 1_000_000_000 && response.write(piece)) sent += piece.length; };
      response.on("drain", more);
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
    try {
      await expect(livePopulationRegistry({ ...endpoint, url, patienceMs: 60_000 }).compare(person)).rejects.toBeInstanceOf(Unavailable);
      expect(sent).toBeLessThan(20_000_000);
    } finally {
      endless.closeAllConnections();
      endless.close();
    }
  });

  it("asks whether a guardianship stands, and takes nothing for an answer but what was agreed", async () => {
    const question = { id: "0190-2", ward: person.citizenId, guardian: "44019920010314103X" };
    answer = { body: '{"result":"ended"}' };
    expect(await livePopulationRegistry(endpoint).guardianship(question)).toBe("ended");
    expect(taken.at(-1)).toMatchObject({ url: "/registry/guardianship", body: JSON.stringify(question) });
    answer = { body: '{"result":"match"}' };
    await expect(livePopulationRegistry(endpoint).guardianship(question)).rejects.toThrow(Unavailable);
  });

  it("tells the same when nobody listens", async () => {
    await expect(liveBankCheck({ ...endpoint, url: "http://127.0.0.1:9/" }).compare({ ...person, phone: "19900000001", bankCard: "1" })).rejects.toBeInstanceOf(Unavailable);
  });

  it("reads where a check is done, and refuses an address that is none", async () => {
    answer = { body: '{"reference":"ref-00000001","url":"https://provider.example/check/1"}' };
    expect(await liveLivePerson(endpoint).start({ ...person, returnUrl: "https://portal.example/me" })).toEqual({ reference: "ref-00000001", url: "https://provider.example/check/1" });
    answer = { body: '{"reference":"ref-00000001","url":"javascript:alert(1)"}' };
    await expect(liveLivePerson(endpoint).start({ ...person, returnUrl: "https://portal.example/me" })).rejects.toBeInstanceOf(Unavailable);
  });

  it("sends the network identity nothing about the person, and takes no pass without a subject", async () => {
    answer = { body: '{"reference":"ref-00000001","url":"https://provider.example/check/1"}' };
    await liveNetworkIdentity(endpoint).start({ id: "0190-2", returnUrl: "https://portal.example/me" });
    expect(JSON.parse(taken.at(-1)!.body)).toEqual({ id: "0190-2", returnUrl: "https://portal.example/me" });
    answer = { body: '{"result":"passed"}' };
    await expect(liveNetworkIdentity(endpoint).result("ref-00000001")).rejects.toBeInstanceOf(Unavailable);
  });
});

describe("the demo register", () => {
  test.each([
    ["knows name and number", person, "match"], ["refuses another name", { ...person, name: "林大满" }, "noMatch"], ["refuses another phone", { ...person, phone: "19900000002" }, "noMatch"],
    ["knows the phone", { ...person, phone: "19900000001" }, "match"], ["knows who has died", { id: "1", name: "邓永年", citizenId: "440199193109091077" }, "dead"], ["does not know everybody", { ...person, citizenId: "11010519491231002X" }, "noMatch"],
  ])("%s", async (_what, question, result) => expect(await fakePopulationRegistry.compare(question)).toBe(result));

  test("gives everybody one well-formed bank card", async () => {
    const { phone } = findRegisteredByPhone("19900000001")!;
    const bankCard = demoBankCard(person.citizenId);
    expect(luhn(bankCard)).toBe(true);
    expect(await fakeBankCheck.compare({ ...person, phone, bankCard })).toBe("match");
    expect(await fakeBankCheck.compare({ ...person, phone, bankCard: bankCard.replace(/.$/, "x") })).toBe("noMatch");
  });
});

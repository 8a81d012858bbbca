import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { liveDocumentReader } from "./live";

let server: Server;
let answer: unknown;
const asked: { path: string | undefined; signature: unknown; body: unknown }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      asked.push({ path: request.url, signature: request.headers["x-signature"], body: JSON.parse(text) });
      response.end(JSON.stringify(answer));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => void server.close());

const read = () => {
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return liveDocumentReader({ url: `http://127.0.0.1:${port}/readers`, keyId: "hall", secret: "a-secret-of-a-hall" }).read({ id: "r1", reader: "clerk-1", sample: "never sent" });
};
const document = { kind: "idCard", name: "郭文强", citizenId: "440199198808081057", validUntil: "2030-01-01" };

test("asks the bridge for the reader of this clerk, signed, and believes what it read", async () => {
  answer = { result: "read", document };
  expect(await read()).toEqual({ result: "read", document });
  expect(asked.at(-1)).toMatchObject({ path: "/readers/read", body: { id: "r1", reader: "clerk-1" } });
  expect(asked.at(-1)?.signature).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(asked)).not.toContain("never sent");
});

test.each([["none"], ["refused"]])("hands on that the reader says %s", async (result) => {
  answer = { result };
  expect(await read()).toEqual({ result });
});

test.each([
  ["a document without a number", { result: "read", document: { ...document, citizenId: "" } }],
  ["a document of a kind nobody knows", { result: "read", document: { ...document, kind: "library" } }],
  ["nothing that was asked for", { ok: true }],
])("%s counts as no answer", async (_what, said) => {
  answer = said;
  await expect(read()).rejects.toThrow("gave no usable answer");
});

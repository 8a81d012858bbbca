import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { sampleRecord } from "@/server/core/documents/testing";
import { ofdServiceAt } from "./live";

let server: Server | undefined;
afterEach(() => void server?.close());

const order = { identifier: sampleRecord.certificate_identifier, digest: "00", record: sampleRecord, jws: "a.b.c", verifyUrl: "https://example.org/verify/x" };
const archive = Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04]), Buffer.alloc(26), Buffer.from("OFD.xml"), Buffer.alloc(100_000)]);

/** A service that answers so, and what it was asked. */
async function serviceThat(answers: { status?: number; body: unknown }) {
  const asked: { url?: string; signature: unknown; body: string }[] = [];
  const started = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      asked.push({ ...(request.url ? { url: request.url } : {}), signature: request.headers["x-signature"], body: Buffer.concat(pieces).toString() });
      response.writeHead(answers.status ?? 200).end(JSON.stringify(answers.body));
    });
  });
  await new Promise<void>((listening) => { started.listen(0, "127.0.0.1", listening); });
  server = started;
  return { asked, ofd: ofdServiceAt({ url: `http://127.0.0.1:${(started.address() as AddressInfo).port}`, keyId: "k", secret: "s".repeat(32) }) };
}

it("is asked under a signature for the record with its digest, and gives the file it sealed", async () => {
  const { ofd, asked } = await serviceThat({ body: { ofd: archive.toString("base64") } });
  expect((await ofd.seal(order)).equals(archive)).toBe(true);
  expect(asked).toMatchObject([{ url: "/ofd", signature: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(JSON.parse(asked[0]!.body)).toEqual(JSON.parse(JSON.stringify(order)));
});

it.each<[string, { status?: number; body: unknown }]>([
  ["something else than an OFD", { body: { ofd: Buffer.from("%PDF-1.7").toString("base64") } }],
  ["another archive", { body: { ofd: archive.subarray(0, 30).toString("base64") } }],
  ["an error", { status: 500, body: {} }],
  ["nonsense", { body: { file: 1 } }],
])("that answers with %s gives nothing", async (_, answers) => {
  await expect((await serviceThat(answers)).ofd.seal(order)).rejects.toMatchObject({ name: "Unavailable" });
});

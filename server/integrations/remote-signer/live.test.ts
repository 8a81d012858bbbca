import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sm2 } from "sm-crypto-v2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signCertificateRecord, verifyCertificateJws } from "@/server/core/documents/jws";
import { fileKeyProvider, type PublicJwk } from "@/server/core/documents/keys";
import { sampleRecord } from "@/server/core/documents/testing";
import { remoteKeyProvider } from "./live";

const now = new Date("2026-11-21T08:00:00Z");
type Asked = { kid: string; alg: string; hash: string };
const asked: (Asked & { text: string })[] = [];
let dir = "";
let service: Server;
let answerWith: "its signature" | "another's" = "its signature";

type Stored = { publicJwk: PublicJwk; d: string };

/** A key service for SM2: it holds keys, signs 32 bytes that it is shown and knows nothing of certificates. */
async function signatureFor({ kid, hash }: Asked): Promise<string> {
  const stored = Object.values<Stored>(JSON.parse(await readFile(join(dir, "signing-keys-0001.json"), "utf8"))).find(({ publicJwk }) => publicJwk.kid === kid)!;
  const bytes = Buffer.from(answerWith === "its signature" ? hash : hash.toUpperCase(), "base64url");
  return Buffer.from(sm2.doSignature(bytes, Buffer.from(stored.d, "base64url").toString("hex")), "hex").toString("base64url");
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tongban-remote-"));
  const jwks = await fileKeyProvider(dir, () => now).publicJwks();
  service = createServer((request, response) => {
    const pieces: Buffer[] = [];
    const answer = async (text: string) => {
      if (request.url === "/keys") return jwks;
      asked.push({ ...JSON.parse(text), text });
      return { signature: await signatureFor(JSON.parse(text)) };
    };
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => void answer(Buffer.concat(pieces).toString()).then((said) => response.end(JSON.stringify(said))));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => service.once("listening", resolve));
});
afterAll(async () => {
  service.close();
  await rm(dir, { recursive: true });
});

const provider = (at = now) => remoteKeyProvider({ url: `http://127.0.0.1:${(service.address() as AddressInfo).port}`, keyId: "portal", secret: "0123456789abcdef" }, () => at);

describe("the remote signer", () => {
  it("signs a record and is shown its digest only", async () => {
    answerWith = "its signature";
    const keys = provider();
    const jws = await signCertificateRecord(sampleRecord, await keys.certificateSigningKey("national"));
    expect(await verifyCertificateJws(jws, await keys.publicJwks())).toMatchObject({ status: "valid", record: sampleRecord });
    expect(asked.at(-1)!.text).not.toContain("祥");
    expect(Buffer.from(asked.at(-1)!.hash, "base64url")).toHaveLength(32);
  });

  it("is not believed when its signature is of something else", async () => {
    answerWith = "another's";
    await expect(signCertificateRecord(sampleRecord, await provider().certificateSigningKey("national"))).rejects.toThrow("no usable answer");
  });

  it("gives the chain with the key for documents, and no key outside its dates", async () => {
    expect((await provider().documentSigningKey()).certificateChain).toHaveLength(1);
    await expect(provider(new Date("2033-01-01T00:00:00Z")).certificateSigningKey()).rejects.toThrow("no usable answer");
  });
});

import { createHash, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTimestamp, timestampRequest, tokenOf } from "@/server/core/documents/timestamp";
import { Unavailable } from "../signed-request";
import { httpTimestampAuthority } from "./live";
import { hasOpenssl, opensslAuthority, serve } from "./testing";

const digest = createHash("sha256").update("a signature").digest();
const other = createHash("sha256").update("another").digest();

describe.skipIf(!hasOpenssl)("a time stamping authority made by openssl (skipped where that command is missing)", () => {
  let authority: ReturnType<typeof opensslAuthority>;
  let trusted: X509Certificate[];
  beforeAll(() => {
    authority = opensslAuthority();
    trusted = [new X509Certificate(authority.pem("ca"))];
  });
  afterAll(() => authority.close());

  const token = () => tokenOf(authority.answer(timestampRequest(digest, Buffer.from("4142", "hex")))) ?? new Uint8Array();
  async function ask(answer: Parameters<typeof serve>[0], known = trusted) {
    const server = await serve(answer);
    try {
      return await httpTimestampAuthority({ url: server.url, trusted: known, patienceMs: 2_000 }).timestamp(digest);
    } finally {
      server.close();
    }
  }

  it("gives a token that it takes back as its own, over what it was shown, at this time", async () => {
    const given = await ask((query) => ({ body: authority.answer(query) }));
    const stamp = await readTimestamp(given, digest);
    expect(stamp?.authority.subject).toBe("CN=Test tsa");
    expect(Math.abs((stamp?.at.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    writeFileSync(authority.at("ours.der"), given);
    const verify = ["ts", "-verify", "-token_in", "-in", authority.at("ours.der"), "-digest", digest.toString("hex"), "-CAfile", authority.at("ca.pem")];
    expect(authority.openssl(verify).toString()).toContain("OK");
  });

  it("is also known by its own certificate, and by no other", async () => {
    const answer = (query: Buffer) => ({ body: authority.answer(query) });
    await expect(ask(answer, [new X509Certificate(authority.pem("tsa"))])).resolves.toBeInstanceOf(Uint8Array);
    await expect(ask(answer, [new X509Certificate(authority.pem("stranger"))])).rejects.toBeInstanceOf(Unavailable);
    await expect(ask(answer, [])).rejects.toBeInstanceOf(Unavailable);
  });

  it.each<[string, (query: Buffer) => ReturnType<Parameters<typeof serve>[0]>]>([
    ["an answer to another request", () => ({ body: authority.answer(timestampRequest(digest, Buffer.from("4142", "hex"))) })],
    ["a token over another digest", () => ({ body: authority.answer(timestampRequest(other, Buffer.from("4142", "hex"))) })],
    ["a refusal", () => ({ body: Buffer.from("30053003020102", "hex") })],
    ["what is no answer at all", () => ({ body: Buffer.from("hello") })],
    ["nothing", () => ({ body: Buffer.alloc(0) })],
    ["an error", (query) => ({ status: 500, body: authority.answer(query) })],
    ["another kind of answer", (query) => ({ type: "text/html", body: authority.answer(query) })],
    ["an answer without end", () => ({ body: Buffer.alloc(200_000, 0x30) })],
    ["silence", () => undefined],
  ])("does not count with %s", async (_, answer) => {
    await expect(ask(answer)).rejects.toBeInstanceOf(Unavailable);
  });

  it("is not believed with any bit of its token flipped", async () => {
    const whole = token();
    expect(await readTimestamp(whole, digest)).toBeDefined();
    // Every byte that states something; the certificates beside it are as good as what they sign.
    for (let at = 0; at < whole.length; at += 7) {
      const flipped = Uint8Array.from(whole, (byte, index) => (index === at ? byte ^ 1 : byte));
      const read = await readTimestamp(flipped, digest);
      if (read) expect({ at, time: read.at, subject: read.authority.subject }).toEqual({ at, time: (await readTimestamp(whole, digest))?.at, subject: "CN=Test tsa" });
    }
  });

  it("is nobody whose certificate is there for something else", async () => {
    expect(await readTimestamp(authority.tokenByMail(token()), digest)).toBeUndefined();
  });

  it("does not vouch for another digest", async () => {
    expect(await readTimestamp(token(), other)).toBeUndefined();
  });
});

import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileKeyProvider, type Jwks, type KeyProvider } from "./keys";
import { issueSdJwt, presentSdJwt, verifySdJwt } from "./sd-jwt";
import { openStatusList, signStatusList } from "./status-list";
import { sampleRecord } from "./testing";

const now = new Date("2026-11-21T08:00:00Z");
const seconds = now.getTime() / 1000;
const uri = "https://portal.example/api/open/v1/status/0";
const facts = { issuer: "https://portal.example", issuedAt: now, status: { uri, idx: 40_503 } };
let dir = "";
let keys: KeyProvider;
let jwks: Jwks;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tongban-sdjwt-"));
  keys = fileKeyProvider(dir, () => now);
  jwks = await keys.publicJwks();
});
afterAll(() => rm(dir, { recursive: true }));

const issue = async (suite: "international" | "national" = "international", record = sampleRecord) => issueSdJwt(record, facts, await keys.certificateSigningKey(suite));
const list = async (values: [number, 0 | 1 | 2][] = [], at = now) => signStatusList({ uri, at, values }, await keys.statusSigningKey());

/** A verifier of another maker, given nothing but the published keys. */
function independent(statusList = "") {
  const verifier = async (data: string, signature: string) => {
    const { kid } = decodeProtectedHeader(`${data}.${signature}`);
    const key = jwks.keys.find((candidate) => candidate.kid === kid);
    return key ? compactVerify(`${data}.${signature}`, await importJWK({ kty: key.kty, crv: key.crv, x: key.x, y: key.y }, "ES256")).then(() => true, () => false) : false;
  };
  return new SDJwtVcInstance({
    verifier, hashAlg: "sha-256", statusListFetcher: async () => statusList,
    hasher: (data) => new Uint8Array(createHash("sha256").update(typeof data === "string" ? data : Buffer.from(data)).digest()),
  });
}

describe("SD-JWT VC, read by another maker's library", () => {
  it("holds the whole record when everything is shown", async () => {
    const { payload, header } = await independent(await list()).verify(await issue(), { currentDate: seconds });
    expect(header).toMatchObject({ alg: "ES256", typ: "dc+sd-jwt" });
    expect(payload).toMatchObject({
      vct: "urn:tongban:certificate:1", iss: "https://portal.example", certificate_identifier: sampleRecord.certificate_identifier, certificate_name: "食品经营许可证",
      holders: sampleRecord.holders, face: { legalRepresentative: { labelZh: "法定代表人（负责人）", value: "阿卜杜拉·买买提" } },
    });
  });

  it("shows the chosen field and nothing else of the holder", async () => {
    const verifier = independent(await list());
    const presented = await verifier.present(await issue(), { face: { premises: true } });
    const { payload } = await verifier.verify(presented, { currentDate: seconds });
    expect(payload).toMatchObject({ certificate_name: "食品经营许可证", face: { premises: { value: sampleRecord.extend_info[1]!.value } } });
    const everything = presented.split("~").map((part) => part.split(".").map((piece) => Buffer.from(piece, "base64url").toString()).join()).join();
    for (const secret of ["祥", "91430102MA4L16JQ9B", "阿卜杜拉", sampleRecord.certificate_identifier]) expect(everything).not.toContain(secret);
  });

  it.each([1, 2] as const)("is refused while its status is %i, and not for its neighbours' sake", async (value) => {
    await expect(independent(await list([[40_503, value]])).verify(await issue(), { currentDate: seconds })).rejects.toThrow(/status/i);
    await expect(independent(await list([[40_502, value], [40_504, value]])).verify(await issue(), { currentDate: seconds })).resolves.toBeDefined();
  });

  it("ends with the last day of its validity in Shanghai", async () => {
    const at = (instant: string) => Date.parse(instant) / 1000;
    const verify = async (currentDate: number) => independent(await list([], new Date(currentDate * 1000))).verify(await issue(), { currentDate });
    await expect(verify(at("2031-11-20T23:59:00+08:00"))).resolves.toBeDefined();
    await expect(verify(at("2031-11-21T00:01:00+08:00"))).rejects.toThrow();
  });
});

describe.each(["international", "national"] as const)("SD-JWT VC of the %s suite", (suite) => {
  it("verifies whole, and as presented", async () => {
    const whole = await issue(suite);
    expect(await verifySdJwt(whole, jwks)).toMatchObject({ status: "valid", claims: { holders: sampleRecord.holders, certificate_number: sampleRecord.certificate_number } });
    const [jwt, ...disclosures] = whole.split("~");
    expect(await verifySdJwt(`${jwt}~`, jwks)).toMatchObject({ status: "valid", shown: [] });
    const verdict = await verifySdJwt(`${jwt}~${disclosures[0]}~`, jwks);
    expect(verdict).toMatchObject({ status: "valid", shown: ["certificate_identifier"] });
    expect(JSON.stringify(verdict)).not.toContain("祥");
  });

  it("is presented with exactly the parts that were chosen", async () => {
    const whole = await issue(suite);
    expect(await verifySdJwt(presentSdJwt(whole, ["face.premises", "holders.0.name", "holders.1.name", "nothing"]), jwks)).toMatchObject({
      status: "valid", shown: ["holders.0.name", "face.premises"], claims: { holders: [{ type: "001", name: sampleRecord.holders[0]!.name }] },
    });
    expect(await verifySdJwt(presentSdJwt(whole, []), jwks)).toMatchObject({ status: "valid", shown: [] });
  });

  it("is altered by a changed, foreign, repeated or cut disclosure", async () => {
    const [jwt, first, ...rest] = (await issue(suite)).split("~");
    const [, foreign] = (await issue(suite)).split("~");
    const changed = Buffer.from(Buffer.from(first!, "base64url").toString().replace("1.2.156", "1.2.157")).toString("base64url");
    for (const text of [`${jwt}~${changed}~`, `${jwt}~${foreign}~`, `${jwt}~${first}~${first}~`, `${jwt}~${first}`, jwt!, [jwt, first!.slice(1), ...rest].join("~")]) {
      expect(await verifySdJwt(text, jwks)).toEqual({ status: "altered" });
    }
  });

  it("is altered by any change of the signed part, and of an unknown key to others", async () => {
    const whole = await issue(suite);
    for (let at = 0; at < whole.indexOf("~"); at += 97) {
      const changed = whole[at] === "A" ? "B" : "A";
      expect((await verifySdJwt(whole.slice(0, at) + changed + whole.slice(at + 1), jwks)).status, `at ${at}`).not.toBe("valid");
    }
    expect(await verifySdJwt(whole, { keys: [], sm2_keys: [] })).toEqual({ status: "unknownKey" });
  });

  it("has no end where the certificate has none", async () => {
    const verdict = await verifySdJwt(await issue(suite, { ...sampleRecord, validate_end: null }), jwks);
    expect(verdict.status === "valid" && verdict.claims.exp).toBeUndefined();
  });
});

describe("status lists", () => {
  it("tell each index, when they were issued and until when they hold", async () => {
    const opened = await openStatusList(await list([[0, 1], [3, 2], [65_535, 1]]), jwks);
    expect(opened).toMatchObject({ status: "valid", uri, issuedAt: now, expiresAt: new Date("2026-11-22T08:00:00Z") });
    expect(opened.status === "valid" && [0, 1, 2, 3, 4, 65_534, 65_535, 65_536].map((at) => opened.valueOf(at))).toEqual([1, 0, 0, 2, 0, 0, 1, undefined]);
  });

  it("are believed only under a key for status lists", async () => {
    const jwt = await signStatusList({ uri, at: now, values: [] }, await keys.certificateSigningKey());
    expect(await openStatusList(jwt, jwks)).toEqual({ status: "unknownKey" });
    expect(await openStatusList(`${(await list()).slice(0, -2)}AA`, jwks)).toEqual({ status: "altered" });
  });
});
